"""The sign-in form, and the badge of whoever is signed in."""
