"""The operator's commands, a module each; the trailing underscore keeps `import_` a name."""
