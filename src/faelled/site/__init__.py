"""The wiring: settings, urls, mail routes, duties, base templates, the faelled command and the demo."""
