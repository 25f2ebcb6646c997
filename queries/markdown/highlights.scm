; extends
; Directives and markers that stand alone, on top of what an editor shows of Markdown anyway. The patterns mean the same as a regular
; expression of Rust and as a very magic one of Vim.

((inline) @keyword.directive
  (#match? @keyword.directive "^(([{][{]INCLUDE:[^{}]+[}][}]|[<][<]INCLUDE:[^<>]+[>][>])\\s*)+$"))

((html_block) @keyword.directive
  (#match? @keyword.directive "^\\s*[<]!-- (TIER|NEEDS_VALIDATION|SECTION|AC):"))

((html_block) @keyword.directive
  (#match? @keyword.directive "^\\s*[<]!-- flowspec-ignore"))
