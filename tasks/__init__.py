"""What happens later. Tasks take ids, call services and hold no rule."""
