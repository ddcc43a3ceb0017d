"""Live chat between the visitors of a website and the people who run it."""
