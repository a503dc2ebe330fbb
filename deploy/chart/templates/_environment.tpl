{{/* Environment of a role: root, service, role, settings. What is secret comes as a file (`<NAME>_FILE`). */}}
{{- define "guildhall.environment" -}}
{{- $root := .root -}}
{{- $service := .service -}}
{{- $settings := .settings -}}
{{- $externals := $root.Values.externals -}}
{{- $used := include "guildhall.externalsOf" . | fromJsonArray -}}
{{- $secrets := "/run/secrets/guildhall" -}}
{{- $heap := floor (divf (mulf (float64 (include "guildhall.mebibytes" $settings.resources.limits.memory)) $settings.heapPercent) 100) -}}
- { name: NODE_ENV, value: production }
- { name: NODE_OPTIONS, value: --max-old-space-size={{ $heap }} }
- { name: ROLES, value: {{ .role }} }
- { name: HOST, value: 0.0.0.0 }
- { name: PORT, value: "8080" }
- { name: LOG_LEVEL, value: {{ $settings.logLevel }} }
- { name: REGION, value: {{ $root.Values.region }} }
- { name: TOKEN_ISSUER, value: {{ $root.Values.tokenIssuer | quote }} }
- { name: SHUTDOWN_DEADLINE_MS, value: {{ mul $settings.shutdown.drainSeconds 1000 | quote }} }
- { name: FIRST_SIGNING_KEY_FILE, value: {{ $secrets }}/signing/public.jwk }
{{- if eq $service "identity" }}
- { name: FIRST_SIGNING_KEY_PRIVATE_FILE, value: {{ $secrets }}/signing/private.jwk }
- { name: OUTBOX_DIR, value: /var/lib/guildhall/outbox }
{{- end }}
{{- range index ($root.Files.Get "files/variables.yaml" | fromYaml) $service }}
- { name: {{ . }}_FILE, value: {{ $secrets }}/own/{{ . }} }
{{- end }}
{{- range ((index $root.Values.services $service).former | default dict).keys }}
- { name: {{ . }}_FORMER_FILE, value: {{ $secrets }}/former/{{ . }} }
{{- end }}
- { name: EVENTSTORE_URL_FILE, value: {{ $secrets }}/event-store/url }
- { name: MONGODB_URL_FILE, value: {{ $secrets }}/mongo/url }
- { name: KAFKA_BROKERS, value: {{ join "," $externals.kafka.brokers | quote }} }
- { name: KAFKAJS_NO_PARTITIONER_WARNING, value: "1" }
{{- if has "kafka" $used }}
- { name: KAFKA_SECURITY, value: {{ $externals.kafka.security }} }
{{- if eq $externals.kafka.security "sasl-tls" }}
- { name: KAFKA_USERNAME, value: {{ include "guildhall.forService" (dict "text" $externals.kafka.username "service" $service) }} }
- { name: KAFKA_PASSWORD_FILE, value: {{ $secrets }}/kafka/password }
{{- end }}
{{- if $externals.kafka.caSecret }}
- { name: KAFKA_CA_FILE, value: /etc/guildhall/ca/kafka/ca.crt }
{{- end }}
{{- end }}
{{- if has "keyStore" $used }}
- { name: SUBJECT_KEYS_URL, value: {{ $externals.keyStore.url | quote }} }
- { name: SUBJECT_KEYS_AUTH, value: {{ $externals.keyStore.auth }} }
{{- if eq $externals.keyStore.auth "kubernetes" }}
- { name: SUBJECT_KEYS_ACCOUNT_TOKEN_FILE, value: {{ $secrets }}/key-store/account-token }
- { name: SUBJECT_KEYS_ROLE, value: {{ include "guildhall.forService" (dict "text" $externals.keyStore.kubernetes.role "service" $service) | quote }} }
- { name: SUBJECT_KEYS_KUBERNETES_MOUNT, value: {{ $externals.keyStore.kubernetes.mount | quote }} }
{{- else }}
- { name: SUBJECT_KEYS_TOKEN_FILE, value: {{ $secrets }}/key-store/token }
{{- end }}
- { name: SUBJECT_KEYS_MOUNT, value: {{ $externals.keyStore.mount | quote }} }
- { name: SUBJECT_KEYS_TRANSIT_MOUNT, value: {{ $externals.keyStore.transitMount | quote }} }
- { name: SUBJECT_KEYS_KEK, value: {{ $externals.keyStore.kek | quote }} }
{{- if $externals.keyStore.caSecret }}
- { name: SUBJECT_KEYS_CA_FILE, value: /etc/guildhall/ca/key-store/ca.crt }
{{- end }}
{{- else }}
- { name: SUBJECT_KEYS_PATH, value: /var/lib/guildhall/keys/subject-keys.sqlite }
{{- end }}
{{- if eq $service "payments" }}
- { name: PAYMENT_PROVIDER_URL, value: {{ $externals.paymentProvider.url | quote }} }
- { name: PAYMENT_PROVIDER_TIMEOUT_MS, value: {{ int $externals.paymentProvider.timeoutMs | quote }} }
- { name: PAYMENT_PROVIDER_KEY_FILE, value: {{ $secrets }}/payment-provider/key }
- { name: PAYMENT_WEBHOOK_SECRET_FILE, value: {{ $secrets }}/payment-provider/webhook-secret }
- { name: PAYMENT_WEBHOOK_SECRET_FORMER_FILE, value: {{ $secrets }}/payment-provider/webhook-secret-former }
{{- end }}
{{- if has "mail" $used }}
- { name: MAIL_URL, value: {{ $externals.mail.url | quote }} }
- { name: MAIL_FROM, value: {{ $externals.mail.from | quote }} }
{{- if $externals.mail.existingSecret }}
- { name: MAIL_USERNAME_FILE, value: {{ $secrets }}/mail/username }
- { name: MAIL_PASSWORD_FILE, value: {{ $secrets }}/mail/password }
{{- end }}
{{- if $externals.mail.caSecret }}
- { name: MAIL_CA_FILE, value: /etc/guildhall/ca/mail/ca.crt }
{{- end }}
{{- end }}
{{- if has "oidc" $used }}
- { name: OIDC_ISSUER, value: {{ $externals.oidc.url | quote }} }
{{- if $externals.oidc.existingSecret }}
- { name: OIDC_CLIENT_ID_FILE, value: {{ $secrets }}/oidc/client-id }
- { name: OIDC_CLIENT_SECRET_FILE, value: {{ $secrets }}/oidc/client-secret }
{{- end }}
{{- end }}
{{- if has "objectStore" $used }}
- { name: OBJECT_STORE_URL, value: {{ $externals.objectStore.url | quote }} }
{{- if $externals.objectStore.existingSecret }}
- { name: OBJECT_STORE_ACCESS_KEY_FILE, value: {{ $secrets }}/object-store/access-key }
- { name: OBJECT_STORE_SECRET_KEY_FILE, value: {{ $secrets }}/object-store/secret-key }
{{- end }}
{{- end }}
{{- if has "otlp" $used }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ $externals.otlp.url | quote }} }
- { name: OTEL_EXPORTER_OTLP_TIMEOUT, value: {{ mul $settings.shutdown.spansSeconds 1000 | quote }} }
{{- if $externals.otlp.existingSecret }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/guildhall/ca/otlp/ca.crt }
{{- end }}
{{- end }}
{{- with $settings.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
