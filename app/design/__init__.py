"""Service design: what the partners work out together before a term can say it [L4 model] [L4 questions]."""
