"""What is common to the tables of scorecards and of conversations."""
