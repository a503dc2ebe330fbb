{{/* What a role gets, as JSON: root, service, role. Later ones win; lists are replaced. */}}
{{- define "guildhall.role" -}}
{{- $defaults := .root.Values.defaults -}}
{{- $own := index .root.Values.services .service .role -}}
{{- mustMergeOverwrite (deepCopy $defaults.all) (deepCopy (index $defaults .role)) (deepCopy $own) | toJson -}}
{{- end -}}

{{/* `yes` where the service is installed with the role: root, service, role */}}
{{- define "guildhall.runs" -}}
{{- if and .root.Values.enabled (index .root.Values.services .service).enabled (include "guildhall.role" . | fromJson).enabled -}}yes{{- end -}}
{{- end -}}

{{/* What scales it: hpa, keda or fixed; of the merged role `settings`. */}}
{{- define "guildhall.scaler" -}}
{{- if .autoscaling.enabled -}}hpa{{- else if .keda.enabled -}}keda{{- else -}}fixed{{- end -}}
{{- end -}}

{{/* Pods that run at least; of the merged role. */}}
{{- define "guildhall.leastPods" -}}
{{- if .autoscaling.enabled -}}{{- .autoscaling.minReplicas -}}
{{- else if .keda.enabled -}}{{- .keda.minReplicas -}}
{{- else -}}{{- .replicas -}}
{{- end -}}
{{- end -}}

{{/* A quantity of memory in MiB, rounded down. */}}
{{- define "guildhall.mebibytes" -}}
{{- $number := regexFind "^[0-9]+(\\.[0-9]+)?" . -}}
{{- $unit := trimPrefix $number . -}}
{{- if eq $unit "Mi" -}}{{- floor (float64 $number) -}}
{{- else if eq $unit "Gi" -}}{{- floor (mulf (float64 $number) 1024) -}}
{{- else if eq $unit "M" -}}{{- floor (divf (mulf (float64 $number) 1000000) 1048576) -}}
{{- else if eq $unit "G" -}}{{- floor (divf (mulf (float64 $number) 1000000000) 1048576) -}}
{{- else -}}{{- fail (printf "limits.memory %q: give it in Mi, Gi, M or G" .) -}}
{{- end -}}
{{- end -}}

{{/* Partitions that every topic has: pods of a processor beyond it would be idle. */}}
{{- define "guildhall.partitions" -}}
{{- $registry := .Files.Get "files/registry.yaml" | fromYaml -}}
{{- (first $registry.topics).partitions -}}
{{- end -}}
