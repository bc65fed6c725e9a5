"""Moving from stage to stage: gates, proposed milestones, proposed rhythm of meetings."""
