#!/usr/bin/env bash
set -euo pipefail
exec make announce
