"""The sections of a study's README.md, in Markdown: one file each."""
