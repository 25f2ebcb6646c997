; extends
; What can be folded besides sections by their markers, which no grammar knows.

[
  (section)
  (fenced_code_block)
  (indented_code_block)
  (list)
  (block_quote)
  (pipe_table)
  (html_block)
  (minus_metadata)
] @fold
