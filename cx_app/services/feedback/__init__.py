"""What people say of the portal after a task: asked, given, counted (CX-2 to CX-11)."""
