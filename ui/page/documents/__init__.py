"""The tab that lists, opens, compares, takes in and removes documents."""
