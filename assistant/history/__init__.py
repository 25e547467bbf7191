"""What a programme's facts were and became: milestones, timelines, changes."""
