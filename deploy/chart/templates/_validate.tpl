{{/* What the schema cannot say. Each fault is a sentence with the remedy; all are told at once. */}}
{{- define "guildhall.validate" -}}
{{- $faults := list -}}
{{- $faults = concat $faults (include "guildhall.removedKeys" . | fromJsonArray) -}}
{{- $faults = concat $faults (include "guildhall.roleFaults" . | fromJsonArray) -}}
{{- $faults = concat $faults (include "guildhall.externalFaults" . | fromJsonArray) -}}
{{- $faults = concat $faults (include "guildhall.edgeFaults" . | fromJsonArray) -}}
{{- if $faults -}}{{- fail (printf "\nguildhall: values refused\n  - %s\n" (join "\n  - " $faults)) -}}{{- end -}}
{{- end -}}

{{- define "guildhall.removedKeys" -}}
{{- $root := . -}}
{{- $faults := list -}}
{{- range .Files.Get "files/removed-keys.yaml" | fromYamlArray -}}
{{- $at := $root.Values -}}
{{- range splitList "." .path -}}
{{- if kindIs "map" $at -}}{{- $at = index $at . -}}{{- else -}}{{- $at = "" -}}{{- end -}}
{{- end -}}
{{- if not (kindIs "invalid" $at) -}}
{{- $faults = append $faults (printf "%s is not read since %s: %s" .path .since .advice) -}}
{{- end -}}
{{- end -}}
{{- toJson $faults -}}
{{- end -}}

{{- define "guildhall.roleFaults" -}}
{{- $root := . -}}
{{- $faults := list -}}
{{- $partitions := int (include "guildhall.partitions" .) -}}
{{- range $service := splitList " " (include "guildhall.services" .) -}}
{{- range $role := splitList " " (include "guildhall.roles" $root) -}}
{{- $context := dict "root" $root "service" $service "role" $role -}}
{{- if include "guildhall.runs" $context -}}
{{- $settings := include "guildhall.role" $context | fromJson -}}
{{- $at := printf "services.%s.%s" $service $role -}}
{{- $down := $settings.shutdown -}}
{{- $sum := add $down.preStopSeconds $down.drainSeconds $down.spansSeconds -}}
{{- if ge $sum (int64 $down.graceSeconds) -}}
{{- $faults = append $faults (printf "%s.shutdown: preStopSeconds + drainSeconds + spansSeconds is %d, which leaves nothing of graceSeconds %d" $at $sum (int $down.graceSeconds)) -}}
{{- end -}}
{{- if and $settings.autoscaling.enabled (ne $role "api") -}}
{{- $faults = append $faults (printf "%s.autoscaling: only api is scaled by CPU; processors take keda" $at) -}}
{{- end -}}
{{- if and $settings.keda.enabled (ne $role "processor") -}}
{{- $faults = append $faults (printf "%s.keda: only processor is scaled by lag; api takes autoscaling" $at) -}}
{{- end -}}
{{- if and $settings.keda.enabled (gt (int $settings.keda.maxReplicas) $partitions) -}}
{{- $faults = append $faults (printf "%s.keda.maxReplicas is above the %d partitions of a topic" $at $partitions) -}}
{{- end -}}
{{- if and $settings.keda.enabled (eq $role "processor") (eq $root.Values.externals.kafka.security "sasl-tls") (not $settings.keda.authenticationRef) -}}
{{- $faults = append $faults (printf "%s.keda.authenticationRef is empty: name the TriggerAuthentication that KEDA signs in to the brokers with" $at) -}}
{{- end -}}
{{- if and (eq $role "processor") (gt (int $settings.replicas) $partitions) -}}
{{- $faults = append $faults (printf "%s.replicas is above the %d partitions of a topic" $at $partitions) -}}
{{- end -}}
{{- range $key := list "autoscaling" "keda" -}}
{{- $scaling := index $settings $key -}}
{{- if and $scaling.enabled (gt (int $scaling.minReplicas) (int $scaling.maxReplicas)) -}}
{{- $faults = append $faults (printf "%s.%s: minReplicas is above maxReplicas" $at $key) -}}
{{- end -}}
{{- end -}}
{{- if and (has $role (list "relay" "projector")) (gt (int $settings.replicas) 2) -}}
{{- $faults = append $faults (printf "%s.replicas: one is active and one stands by; more would wait for nothing" $at) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $faults -}}
{{- end -}}

{{- define "guildhall.externalFaults" -}}
{{- $root := . -}}
{{- $externals := .Values.externals -}}
{{- $faults := list -}}
{{- if and .Values.enabled (not $externals.kafka.brokers) -}}
{{- $faults = append $faults "externals.kafka.brokers is empty: name the brokers, e.g. [kafka-bootstrap.stores:9093]" -}}
{{- end -}}
{{- if and .Values.enabled $externals.keyStore.url $externals.keyStore.existingClaim -}}
{{- $faults = append $faults "externals.keyStore has url and existingClaim: keep one" -}}
{{- end -}}
{{- if and .Values.enabled $externals.keyStore.url (eq $externals.keyStore.auth "token") (not $externals.keyStore.existingSecret) -}}
{{- $faults = append $faults "externals.keyStore.existingSecret is empty: name the secret with one token a service, or set auth: kubernetes" -}}
{{- end -}}
{{- if and .Values.enabled (not $externals.keyStore.url) (not $externals.keyStore.existingClaim) -}}
{{- $faults = append $faults "externals.keyStore has neither url nor existingClaim: personal data cannot be read without its keys" -}}
{{- end -}}
{{- if and .Values.enabled .Values.services.payments.enabled (not $externals.paymentProvider.url) -}}
{{- $faults = append $faults "externals.paymentProvider.url is empty, which payments cannot do without" -}}
{{- end -}}
{{- if and .Values.enabled $externals.mail.url (not $externals.mail.from) -}}
{{- $faults = append $faults "externals.mail.from is empty: name the sender, e.g. no-reply@guildhall.example" -}}
{{- end -}}
{{- range $service := splitList " " (include "guildhall.services" .) -}}
{{- $former := (index $root.Values.services $service).former | default dict -}}
{{- $rotated := index ($root.Files.Get "files/rotated.yaml" | fromYaml) $service -}}
{{- range $former.keys -}}
{{- if not (has . $rotated) -}}
{{- $faults = append $faults (printf "services.%s.former.keys: %s is not rotated in %s; %s" $service . $service (join ", " $rotated)) -}}
{{- end -}}
{{- end -}}
{{- if ne (empty $former.keys) (empty $former.existingSecret) -}}
{{- $faults = append $faults (printf "services.%s.former: name existingSecret and keys, or neither" $service) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.enabled .Values.gateway.enabled (not .Values.gateway.parentRefs) -}}
{{- $faults = append $faults "gateway.parentRefs is empty: name the gateway that routes here" -}}
{{- end -}}
{{- if and .Values.enabled .Values.alerts.prometheusRule.enabled (not (.Files.Get "files/guildhall.rules.yaml")) -}}
{{- $faults = append $faults "alerts.prometheusRule.enabled: this package of the chart has no files/guildhall.rules.yaml; make it with `npm run chart`" -}}
{{- end -}}
{{- range $name := splitList " " (include "guildhall.jobs" $root) -}}
{{- $job := mustMergeOverwrite (deepCopy $root.Values.jobs.defaults) (deepCopy (index $root.Values.jobs $name)) -}}
{{- if and $root.Values.enabled (eq $job.mode "hook") (not $job.hooks) -}}
{{- $faults = append $faults (printf "jobs.%s is a hook without hooks: name them, e.g. [pre-upgrade]" $name) -}}
{{- end -}}
{{- /* smoke looks at every api without an account, too; the command line does nothing without one. */ -}}
{{- if and $root.Values.enabled (ne $name "smoke") (ne $job.mode "external") (not $job.existingSecret) -}}
{{- $faults = append $faults (printf "jobs.%s.existingSecret is empty: name the secret with GUILDHALL_OPERATOR_EMAIL and GUILDHALL_OPERATOR_PASSWORD, or set mode: external" $name) -}}
{{- end -}}
{{- end -}}
{{- toJson $faults -}}
{{- end -}}

{{/* A network that is closed and that nobody opened is an outage: better no release. */}}
{{- define "guildhall.edgeFaults" -}}
{{- $root := . -}}
{{- $faults := list -}}
{{- if and .Values.enabled .Values.networkPolicy.enabled -}}
{{- $used := list -}}
{{- range $service := splitList " " (include "guildhall.services" .) -}}
{{- range $role := splitList " " (include "guildhall.roles" $root) -}}
{{- $context := dict "root" $root "service" $service "role" $role -}}
{{- if include "guildhall.runs" $context -}}{{- $used = concat $used (include "guildhall.externalsOf" $context | fromJsonArray) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- range uniq $used | sortAlpha -}}
{{- if not (index $root.Values.externals .).network.peers -}}
{{- $faults = append $faults (printf "externals.%s.network.peers is empty: name the pods or addresses, or set networkPolicy.enabled to false" .) -}}
{{- end -}}
{{- end -}}
{{- if and (or .Values.ingress.enabled .Values.gateway.enabled) (not .Values.networkPolicy.ingressPeers) -}}
{{- $faults = append $faults "networkPolicy.ingressPeers is empty: name the pods that Ingress or Gateway send requests from" -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.networkPolicy.monitoringPeers) -}}
{{- $faults = append $faults "networkPolicy.monitoringPeers is empty: name the pods that scrape metrics" -}}
{{- end -}}
{{- end -}}
{{- toJson $faults -}}
{{- end -}}
