{{- define "guildhall.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Names end in `-<service>-projector-…`: 40 characters are left for the release. */}}
{{- define "guildhall.fullname" -}}
{{- $name := include "guildhall.name" . -}}
{{- if .Values.fullnameOverride -}}{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Never a version here: selectors of workloads cannot be changed. */}}
{{- define "guildhall.selector" -}}
app.kubernetes.io/name: {{ include "guildhall.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* root, service, role */}}
{{- define "guildhall.roleSelector" -}}
{{ include "guildhall.selector" .root }}
guildhall/service: {{ .service }}
guildhall/role: {{ .role }}
{{- end -}}

{{- define "guildhall.labels" -}}
{{ include "guildhall.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* root, name; service, role, labels and annotations where there are some */}}
{{- define "guildhall.metadata" -}}
metadata:
  name: {{ .name }}
  namespace: {{ default .root.Release.Namespace .namespace }}
  labels:
    {{- include "guildhall.labels" .root | nindent 4 }}
    {{- with .service }}
    guildhall/service: {{ . }}
    {{- end }}
    {{- with .role }}
    guildhall/role: {{ . }}
    {{- end }}
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with merge (dict) (default dict .annotations) .root.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* root, image */}}
{{- define "guildhall.image" -}}
{{- $image := .root.Values.image -}}
{{- $path := printf "%s/%s" $image.repository .image -}}
{{- with $image.registry -}}{{- $path = printf "%s/%s" . $path -}}{{- end -}}
{{- with index $image.digests .image -}}{{- printf "%s@%s" $path . -}}
{{- else -}}{{- printf "%s:%s" $path (default $.root.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "guildhall.services" -}}
identity gigs contracts payments disputes reputation
{{- end -}}

{{- define "guildhall.roles" -}}
api relay projector processor
{{- end -}}

{{- define "guildhall.jobs" -}}
preflight smoke ledgerCheck rebuild keyRotation
{{- end -}}

{{/* Names of secrets and keys: text, service */}}
{{- define "guildhall.forService" -}}
{{- .text | replace "{service}" .service -}}
{{- end -}}
