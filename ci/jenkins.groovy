// Written by `pyward init`. Make a multibranch pipeline of this file. A change request fails for what it brings, and every night the default
// branch is audited whole. The branch source has to fetch the target branch of a change request, too, and be no shallow clone.
pipeline {
  agent { docker { image 'node:24.21.0' } }
  triggers { cron(env.BRANCH_NAME == 'main' ? '1 4 * * *' : '') }
  stages {
    stage('advisories') {
      steps {
        sh 'mkdir -p "$WORKSPACE_TMP" && curl --fail --silent --show-error --location --output "$WORKSPACE_TMP/advisories.zip" https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip'
      }
    }
    stage('change') {
      when { changeRequest() }
      steps {
        sh 'npm_config_cache="$WORKSPACE_TMP/npm" npx --yes pyward@0.1.0 diff "origin/$CHANGE_TARGET" --database "$WORKSPACE_TMP/advisories.zip" --format table --format junit:pyward.xml'
      }
    }
    stage('audit') {
      when { not { changeRequest() } }
      steps {
        sh 'npm_config_cache="$WORKSPACE_TMP/npm" npx --yes pyward@0.1.0 audit --database "$WORKSPACE_TMP/advisories.zip" --format table --format junit:pyward.xml'
      }
    }
  }
  post { always { junit allowEmptyResults: true, testResults: 'pyward.xml' } }
}
