#!/bin/bash
# Installs Node 20 on a cluster's machine, where it is not there yet.
set -euo pipefail
command -v node > /dev/null || { curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y nodejs; }
