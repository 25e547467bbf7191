"""What a programme's facts were and what they became: milestones, timelines and changes."""
