{{- define "guildhall.podSecurityContext" -}}
runAsNonRoot: true
{{- range $key := list "runAsUser" "runAsGroup" "fsGroup" }}
{{- with index $.Values.podSecurity $key }}
{{ $key }}: {{ int . }}
{{- end }}
{{- end }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "guildhall.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* root, service, role, settings */}}
{{- define "guildhall.pod" -}}
{{- $root := .root -}}
{{- $settings := .settings -}}
{{- $claim := $root.Values.externals.keyStore.existingClaim -}}
{{- $authorities := include "guildhall.authorities" . | fromJsonArray -}}
serviceAccountName: {{ include "guildhall.fullname" $root }}-{{ .service }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ $settings.shutdown.graceSeconds }}
{{- with $settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  {{- include "guildhall.podSecurityContext" $root | nindent 2 }}
{{- include "guildhall.placement" . }}
containers:
  - name: {{ .role }}
    image: {{ include "guildhall.image" (dict "root" $root "image" .service) }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    securityContext:
      {{- include "guildhall.containerSecurityContext" $root | nindent 6 }}
    env:
      {{- include "guildhall.environment" . | nindent 6 }}
    ports:
      - { name: http, containerPort: 8080, protocol: TCP }
    {{- range $probe, $path := dict "startup" "startup" "readiness" "ready" "liveness" "live" }}
    {{ $probe }}Probe:
      httpGet: { path: /health/{{ $path }}, port: http }
      {{- toYaml (index $settings.probes $probe) | nindent 6 }}
    {{- end }}
    {{- with $settings.shutdown.preStopSeconds }}
    lifecycle:
      preStop:
        sleep: { seconds: {{ . }} }
    {{- end }}
    resources:
      {{- toYaml $settings.resources | nindent 6 }}
    volumeMounts:
      - { name: tmp, mountPath: /tmp }
      - { name: secrets, mountPath: /run/secrets/guildhall, readOnly: true }
      {{- if eq .service "identity" }}
      - { name: outbox, mountPath: /var/lib/guildhall/outbox }
      {{- end }}
      {{- if $claim }}
      - { name: keys, mountPath: /var/lib/guildhall/keys }
      {{- end }}
      {{- range $authorities }}
      - { name: ca-{{ .name }}, mountPath: /etc/guildhall/ca/{{ .name }}, readOnly: true }
      {{- end }}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
  - name: secrets
    projected:
      # owner and group may read (0440)
      defaultMode: 288
      sources:
        {{- include "guildhall.secretSources" . | nindent 8 }}
  {{- if eq .service "identity" }}
  - name: outbox
    emptyDir: { sizeLimit: 64Mi }
  {{- end }}
  {{- with $claim }}
  - name: keys
    persistentVolumeClaim: { claimName: {{ . }} }
  {{- end }}
  {{- range $authorities }}
  - name: ca-{{ .name }}
    secret:
      secretName: {{ .secret }}
      items:
        - { key: ca.crt, path: ca.crt }
  {{- end }}
{{- end -}}

{{/* Where pods run: root, service, role, settings. With the key store's file all of them share one host. */}}
{{- define "guildhall.placement" -}}
{{- $selector := include "guildhall.roleSelector" . -}}
{{- $settings := .settings -}}
{{- with $settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .root.Values.externals.keyStore.existingClaim }}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "guildhall.selector" .root | nindent 12 }}
{{- else }}
{{- with $settings.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $spread := list }}
{{- range $key, $topology := dict "zone" "topology.kubernetes.io/zone" "host" "kubernetes.io/hostname" }}
{{- $when := index $settings.spread $key }}
{{- if ne $when "off" }}
{{- $constraint := dict "maxSkew" 1 "topologyKey" $topology "whenUnsatisfiable" $when }}
{{- $_ := set $constraint "labelSelector" (dict "matchLabels" ($selector | fromYaml)) }}
{{- $_ := set $constraint "matchLabelKeys" (list "pod-template-hash") }}
{{- $spread = append $spread $constraint }}
{{- end }}
{{- end }}
{{- with $spread }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
