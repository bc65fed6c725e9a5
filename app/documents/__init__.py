"""Word documents: described as plain blocks, written to .docx, shown as HTML.

The rooms: `blocks` (pure description), `library` (contract sections and their terms), `assembly`
(sections and values to one document), `preview` (blocks to HTML), `writer` (blocks to Word), `lint`
(checks of a finished file). Nothing is imported here, so that the start of the program stays quick.
"""
