import FileRules
