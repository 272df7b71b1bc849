"""What the web service is made of behind `app` and `web`: guards, headers, logs, the form, the JSON routes."""
