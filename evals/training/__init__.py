"""Training of the bundled reader; run by hand with the extra `model`, never by the product."""
