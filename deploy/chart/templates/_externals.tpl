{{/*
Which externals a role of a service uses, as a JSON list: root, service, role. The same edges as deploy/edges.yaml, which a spec compares.
An external without an address is not used.
*/}}
{{- define "guildhall.externalsOf" -}}
{{- $externals := .root.Values.externals -}}
{{- $used := list "eventStore" "mongo" -}}
{{- if has .role (list "api" "relay" "processor") -}}{{- $used = append $used "kafka" -}}{{- end -}}
{{- if $externals.keyStore.url -}}{{- $used = append $used "keyStore" -}}{{- end -}}
{{- if and (eq .service "payments") (has .role (list "api" "processor")) -}}{{- $used = append $used "paymentProvider" -}}{{- end -}}
{{- if and $externals.mail.url (eq .service "identity") (eq .role "processor") -}}{{- $used = append $used "mail" -}}{{- end -}}
{{- if and $externals.oidc.url (eq .service "identity") (eq .role "api") -}}{{- $used = append $used "oidc" -}}{{- end -}}
{{- if and $externals.objectStore.url (has .service (list "contracts" "disputes")) (eq .role "api") -}}
{{- $used = append $used "objectStore" -}}
{{- end -}}
{{- if $externals.otlp.url -}}{{- $used = append $used "otlp" -}}{{- end -}}
{{- toJson $used -}}
{{- end -}}

{{/* Secrets of a role as projected sources: root, service, role. Paths below /run/secrets/guildhall. */}}
{{- define "guildhall.secretSources" -}}
{{- $root := .root -}}
{{- $service := .service -}}
{{- $externals := $root.Values.externals -}}
{{- $used := include "guildhall.externalsOf" . | fromJsonArray -}}
{{- $variables := index ($root.Files.Get "files/variables.yaml" | fromYaml) $service -}}
- secret:
    name: {{ (index $root.Values.services $service).existingSecret }}
    items:
      {{- range $variables }}
      - { key: {{ . }}, path: own/{{ . }} }
      {{- end }}
{{- with (index $root.Values.services $service).former }}
{{- if .keys }}
- secret:
    name: {{ .existingSecret }}
    # Keys come and go while pods run.
    optional: true
    items:
      {{- range .keys }}
      - { key: {{ . }}, path: former/{{ . }} }
      {{- end }}
{{- end }}
{{- end }}
- secret:
    name: {{ $root.Values.signingKey.existingSecret }}
    items:
      - { key: public.jwk, path: signing/public.jwk }
      {{- if eq $service "identity" }}
      - { key: private.jwk, path: signing/private.jwk }
      {{- end }}
- secret:
    name: {{ include "guildhall.forService" (dict "text" $externals.eventStore.existingSecret "service" $service) }}
    items:
      - { key: {{ include "guildhall.forService" (dict "text" $externals.eventStore.secretKey "service" $service) | quote }}, path: event-store/url }
- secret:
    name: {{ include "guildhall.forService" (dict "text" $externals.mongo.existingSecret "service" $service) }}
    items:
      - { key: {{ include "guildhall.forService" (dict "text" $externals.mongo.secretKey "service" $service) | quote }}, path: mongo/url }
{{- if and (has "kafka" $used) (eq $externals.kafka.security "sasl-tls") }}
- secret:
    name: {{ include "guildhall.forService" (dict "text" $externals.kafka.existingSecret "service" $service) }}
    items:
      - { key: {{ include "guildhall.forService" (dict "text" $externals.kafka.secretKey "service" $service) | quote }}, path: kafka/password }
{{- end }}
{{- if and (has "keyStore" $used) (eq $externals.keyStore.auth "kubernetes") }}
- serviceAccountToken:
    audience: {{ $externals.keyStore.kubernetes.audience | quote }}
    expirationSeconds: 3600
    path: key-store/account-token
{{- end }}
{{- if and (has "keyStore" $used) (eq $externals.keyStore.auth "token") }}
- secret:
    name: {{ include "guildhall.forService" (dict "text" $externals.keyStore.existingSecret "service" $service) }}
    items:
      - { key: {{ include "guildhall.forService" (dict "text" $externals.keyStore.secretKey "service" $service) | quote }}, path: key-store/token }
{{- end }}
{{- if eq $service "payments" }}
- secret:
    name: {{ $externals.paymentProvider.existingSecret }}
    items:
      - { key: key, path: payment-provider/key }
      - { key: webhook-secret, path: payment-provider/webhook-secret }
- secret:
    name: {{ $externals.paymentProvider.existingSecret }}
    optional: true
    items:
      - { key: webhook-secret-former, path: payment-provider/webhook-secret-former }
{{- end }}
{{- range $name, $keys := dict "mail" (list "username" "password") "oidc" (list "client-id" "client-secret") "objectStore" (list "access-key" "secret-key") }}
{{- with (index $externals $name).existingSecret }}
{{- if has $name $used }}
- secret:
    name: {{ . }}
    items:
      {{- range $keys }}
      - { key: {{ . }}, path: {{ kebabcase $name }}/{{ . }} }
      {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Certificates of authorities that the role's externals are signed by, as `[{ name, secret }]`. */}}
{{- define "guildhall.authorities" -}}
{{- $externals := .root.Values.externals -}}
{{- $used := include "guildhall.externalsOf" . | fromJsonArray -}}
{{- $found := list -}}
{{- range list "eventStore" "kafka" "mongo" "keyStore" "mail" -}}
{{- $secret := (index $externals .).caSecret -}}
{{- if and $secret (has . $used) -}}{{- $found = append $found (dict "name" (kebabcase .) "secret" $secret) -}}{{- end -}}
{{- end -}}
{{- if and (has "otlp" $used) $externals.otlp.existingSecret -}}
{{- $found = append $found (dict "name" "otlp" "secret" $externals.otlp.existingSecret) -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}
