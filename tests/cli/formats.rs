use expect_test::expect;
use serde_json::Value;

use super::project::Project;

fn project() -> Project {
    Project::new(&[
        (
            ".claude/commands/flow/größe, #1%.md",
            "---\ndescription: a\ndescription: b\n---\n😀 {{INCLUDE:.claude/partials/chek.md}}\n<!-- flowspec-ignore include-missing -->\n",
        ),
        (".claude/partials/check.md", "Check.\n"),
    ])
}

const ONLY: &str = "--select include-missing,suppression-unused,frontmatter-duplicate-key";

#[test]
fn json_has_everything() {
    let run = project().run(&format!("check --format json {ONLY}"));
    expect![[r#"
        {
          "version": 1,
          "tool": {
            "name": "flowspec-lsp",
            "version": "VERSION"
          },
          "dialects": [
            "flowspec"
          ],
          "summary": {
            "documents": 2,
            "errors": 1,
            "warnings": 1,
            "infos": 0,
            "hints": 1,
            "fixable": 1
          },
          "findings": [
            {
              "code": "frontmatter-duplicate-key",
              "severity": "warning",
              "message": "duplicate key `description`: remove one of them",
              "path": ".claude/commands/flow/größe, #1%.md",
              "range": {
                "start": {
                  "line": 3,
                  "column": 1,
                  "byte": 19
                },
                "end": {
                  "line": 3,
                  "column": 12,
                  "byte": 30
                }
              },
              "related": [
                {
                  "message": "first defined here",
                  "path": ".claude/commands/flow/größe, #1%.md",
                  "range": {
                    "start": {
                      "line": 2,
                      "column": 1,
                      "byte": 4
                    },
                    "end": {
                      "line": 2,
                      "column": 12,
                      "byte": 15
                    }
                  }
                }
              ],
              "fixes": [
                {
                  "title": "Remove this one",
                  "always": false,
                  "edits": [
                    {
                      "kind": "replace",
                      "path": ".claude/commands/flow/größe, #1%.md",
                      "range": {
                        "start": {
                          "line": 3,
                          "column": 1,
                          "byte": 19
                        },
                        "end": {
                          "line": 4,
                          "column": 1,
                          "byte": 34
                        }
                      },
                      "text": ""
                    }
                  ]
                },
                {
                  "title": "Remove the first one",
                  "always": false,
                  "edits": [
                    {
                      "kind": "replace",
                      "path": ".claude/commands/flow/größe, #1%.md",
                      "range": {
                        "start": {
                          "line": 2,
                          "column": 1,
                          "byte": 4
                        },
                        "end": {
                          "line": 3,
                          "column": 1,
                          "byte": 19
                        }
                      },
                      "text": ""
                    }
                  ]
                }
              ]
            },
            {
              "code": "include-missing",
              "severity": "error",
              "message": "`.claude/partials/chek.md` does not exist: did you mean `.claude/partials/check.md`?",
              "path": ".claude/commands/flow/größe, #1%.md",
              "range": {
                "start": {
                  "line": 5,
                  "column": 13,
                  "byte": 53
                },
                "end": {
                  "line": 5,
                  "column": 37,
                  "byte": 77
                }
              },
              "related": [],
              "fixes": [
                {
                  "title": "Change to `.claude/partials/check.md`",
                  "always": false,
                  "edits": [
                    {
                      "kind": "replace",
                      "path": ".claude/commands/flow/größe, #1%.md",
                      "range": {
                        "start": {
                          "line": 5,
                          "column": 13,
                          "byte": 53
                        },
                        "end": {
                          "line": 5,
                          "column": 37,
                          "byte": 77
                        }
                      },
                      "text": ".claude/partials/check.md"
                    }
                  ]
                },
                {
                  "title": "Create `.claude/partials/chek.md`",
                  "always": false,
                  "edits": [
                    {
                      "kind": "create",
                      "path": ".claude/partials/chek.md",
                      "text": ""
                    }
                  ]
                }
              ]
            },
            {
              "code": "suppression-unused",
              "severity": "hint",
              "message": "`include-missing` suppresses nothing here: remove it",
              "path": ".claude/commands/flow/größe, #1%.md",
              "range": {
                "start": {
                  "line": 6,
                  "column": 22,
                  "byte": 101
                },
                "end": {
                  "line": 6,
                  "column": 37,
                  "byte": 116
                }
              },
              "related": [],
              "fixes": [
                {
                  "title": "Remove the comment",
                  "always": true,
                  "edits": [
                    {
                      "kind": "replace",
                      "path": ".claude/commands/flow/größe, #1%.md",
                      "range": {
                        "start": {
                          "line": 6,
                          "column": 1,
                          "byte": 80
                        },
                        "end": {
                          "line": 7,
                          "column": 1,
                          "byte": 121
                        }
                      },
                      "text": ""
                    }
                  ]
                }
              ]
            }
          ]
        }
    "#]]
    .assert_eq(&run.stdout.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    assert_eq!(run.code, 1);
    let nothing = Project::new(&[]).run("check --format json");
    assert_eq!(serde_json::from_str::<Value>(&nothing.stdout).unwrap()["findings"], Value::Array(vec![]));
    assert_eq!(nothing.code, 0);
}

#[test]
fn github_annotations_are_escaped() {
    let run = project().run(&format!("check --format github {ONLY}"));
    expect![[r#"
        ::warning file=.claude/commands/flow/größe%2C #1%25.md,line=3,endLine=3,col=1,endColumn=12,title=frontmatter-duplicate-key::duplicate key `description`: remove one of them
        ::error file=.claude/commands/flow/größe%2C #1%25.md,line=5,endLine=5,col=13,endColumn=37,title=include-missing::`.claude/partials/chek.md` does not exist: did you mean `.claude/partials/check.md`?
        1 error, 1 warning in 2 documents (flowspec); 1 hint (--hints shows them), 1 fixable with --fix
        -- exit 1
    "#]].assert_eq(&run.all());
    let hints = project().run(&format!("check --format github --hints {ONLY}")).stdout;
    assert!(hints.contains("::notice "), "{hints}");
}

#[test]
fn sarif_is_valid_and_says_where() {
    // The published schema has one stray bracket, which a strict reader of patterns refuses.
    let schema = include_str!("sarif-2.1.0.schema.json").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let clean = Project::new(&[(".claude/partials/check.md", "")]);
    for (project, arguments) in [(project(), ONLY), (project(), ""), (clean, "")] {
        let run = project.run(&format!("check --format sarif {arguments}"));
        let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
        let errors: Vec<_> = schema.iter_errors(&sarif).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    let mut wrong = serde_json::json!({ "version": "2.1.0", "runs": [{ "results": [] }] });
    assert!(!schema.is_valid(&wrong), "the schema wants a tool");
    wrong["runs"] = Value::Array(vec![]);
    assert!(schema.is_valid(&wrong));

    let run = project().run(&format!("check --format sarif {ONLY}"));
    let mut sarif: Value = serde_json::from_str(&run.stdout).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().clone();
    for result in sarif["runs"][0]["results"].as_array_mut().unwrap() {
        let index = result.as_object_mut().unwrap().remove("ruleIndex").unwrap();
        assert_eq!(rules[index.as_u64().unwrap() as usize]["id"], result["ruleId"]);
    }
    let results = serde_json::to_string_pretty(&sarif["runs"][0]["results"]).unwrap();
    expect![[r#"
        [
          {
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endColumn": 1,
                          "endLine": 4,
                          "startColumn": 1,
                          "startLine": 3
                        },
                        "insertedContent": {
                          "text": ""
                        }
                      }
                    ]
                  }
                ],
                "description": {
                  "text": "Remove this one"
                }
              },
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endColumn": 1,
                          "endLine": 3,
                          "startColumn": 1,
                          "startLine": 2
                        },
                        "insertedContent": {
                          "text": ""
                        }
                      }
                    ]
                  }
                ],
                "description": {
                  "text": "Remove the first one"
                }
              }
            ],
            "level": "warning",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                  },
                  "region": {
                    "endColumn": 12,
                    "endLine": 3,
                    "startColumn": 1,
                    "startLine": 3
                  }
                }
              }
            ],
            "message": {
              "text": "duplicate key `description`: remove one of them"
            },
            "partialFingerprints": {
              "flowspec/v1": "fa71d442250811cb:0"
            },
            "relatedLocations": [
              {
                "message": {
                  "text": "first defined here"
                },
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                  },
                  "region": {
                    "endColumn": 12,
                    "endLine": 2,
                    "startColumn": 1,
                    "startLine": 2
                  }
                }
              }
            ],
            "ruleId": "frontmatter-duplicate-key"
          },
          {
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endColumn": 37,
                          "endLine": 5,
                          "startColumn": 13,
                          "startLine": 5
                        },
                        "insertedContent": {
                          "text": ".claude/partials/check.md"
                        }
                      }
                    ]
                  }
                ],
                "description": {
                  "text": "Change to `.claude/partials/check.md`"
                }
              }
            ],
            "level": "error",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                  },
                  "region": {
                    "endColumn": 37,
                    "endLine": 5,
                    "startColumn": 13,
                    "startLine": 5
                  }
                }
              }
            ],
            "message": {
              "text": "`.claude/partials/chek.md` does not exist: did you mean `.claude/partials/check.md`?"
            },
            "partialFingerprints": {
              "flowspec/v1": "fa53fd59462c5940:0"
            },
            "ruleId": "include-missing"
          },
          {
            "fixes": [
              {
                "artifactChanges": [
                  {
                    "artifactLocation": {
                      "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                    },
                    "replacements": [
                      {
                        "deletedRegion": {
                          "endColumn": 1,
                          "endLine": 7,
                          "startColumn": 1,
                          "startLine": 6
                        },
                        "insertedContent": {
                          "text": ""
                        }
                      }
                    ]
                  }
                ],
                "description": {
                  "text": "Remove the comment"
                }
              }
            ],
            "level": "note",
            "locations": [
              {
                "physicalLocation": {
                  "artifactLocation": {
                    "uri": ".claude/commands/flow/gr%C3%B6%C3%9Fe%2C%20%231%25.md"
                  },
                  "region": {
                    "endColumn": 37,
                    "endLine": 6,
                    "startColumn": 22,
                    "startLine": 6
                  }
                }
              }
            ],
            "message": {
              "text": "`include-missing` suppresses nothing here: remove it"
            },
            "partialFingerprints": {
              "flowspec/v1": "f86bf5767257f764:0"
            },
            "ruleId": "suppression-unused"
          }
        ]"#]]
    .assert_eq(&results);
}

#[test]
fn a_fingerprint_stays_when_lines_are_added() {
    let fingerprints = |project: &Project| {
        let run = project.run(&format!("check --format sarif {ONLY}"));
        let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
        results.map(|result| result["partialFingerprints"].to_string()).collect::<Vec<_>>()
    };
    let project = project();
    let before = fingerprints(&project);
    let name = ".claude/commands/flow/größe, #1%.md";
    project.write(name, &project.read(name).replace('😀', "One more\n\nline 😀"));
    assert_eq!(fingerprints(&project), before);
}

#[test]
fn every_format_is_the_same_twice() {
    let project = project();
    for format in ["human", "json", "sarif", "github"] {
        let run = || project.run(&format!("check --hints --format {format}")).stdout;
        assert_eq!(run(), run(), "{format}");
    }
}
