"""Made-up people and their stories; nobody here exists."""
