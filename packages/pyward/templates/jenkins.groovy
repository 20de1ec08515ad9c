// Written by `pyward init`. Make a multibranch pipeline of this file. A change request fails for what it brings, and every night the default
// branch is audited whole. The branch source has to fetch the target branch of a change request, too, and be no shallow clone.
pipeline {
  agent { docker { image 'node:{{node}}' } }
  triggers { cron(env.BRANCH_NAME == '{{branch}}' ? '{{minute}} {{hour}} * * *' : '') }
  stages {
    stage('advisories') {
      steps {
        sh 'mkdir -p "$WORKSPACE_TMP" && curl --fail --silent --show-error --location --output "$WORKSPACE_TMP/advisories.zip" {{advisories}}'
      }
    }
    stage('change') {
      when { changeRequest() }
      steps {
        sh 'npm_config_cache="$WORKSPACE_TMP/npm" npx --yes pyward@{{version}} diff "origin/$CHANGE_TARGET" --database "$WORKSPACE_TMP/advisories.zip" --format table --format junit:pyward.xml'
      }
    }
    stage('audit') {
      when { not { changeRequest() } }
      steps {
        sh 'npm_config_cache="$WORKSPACE_TMP/npm" npx --yes pyward@{{version}} audit --database "$WORKSPACE_TMP/advisories.zip" --format table --format junit:pyward.xml'
      }
    }
  }
  post { always { junit allowEmptyResults: true, testResults: 'pyward.xml' } }
}
