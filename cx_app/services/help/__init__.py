"""Help for everybody: the articles, the figures in them, and finding one."""
