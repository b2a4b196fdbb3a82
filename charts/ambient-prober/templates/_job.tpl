{{/* The Job of manifests/base with the values in it, as an object. */}}
{{- define "ambient-prober.job" -}}
{{- $job := .Files.Get "manifests/base/job.yaml" | fromYaml }}
{{- $spec := $job.spec }}
{{- $_ := set $spec "activeDeadlineSeconds" .Values.job.activeDeadlineSeconds }}
{{- $_ := set $spec "ttlSecondsAfterFinished" .Values.job.ttlSecondsAfterFinished }}
{{- if .Values.acceptance }}
{{- $_ := set $spec "backoffLimit" 0 }}
{{- end }}
{{- include "ambient-prober.controller" (list . $spec.template) }}
{{- toYaml $job }}
{{- end }}

{{/* Puts the values into the controller's pod, in place. Takes a list: the root, the template of the pod. */}}
{{- define "ambient-prober.controller" -}}
{{- $root := index . 0 }}
{{- $template := index . 1 }}
{{- $values := $root.Values.controller }}
{{- $labels := mergeOverwrite (deepCopy $values.labels) $template.metadata.labels (include "ambient-prober.selectors" $root | fromYaml) }}
{{- $_ := set $template.metadata "labels" $labels }}
{{- with $values.annotations }}
{{- $_ := set $template.metadata "annotations" . }}
{{- end }}
{{- $pod := $template.spec }}
{{- range $field := list "priorityClassName" "runtimeClassName" "tolerations" }}
{{- with get $values $field }}
{{- $_ := set $pod $field . }}
{{- end }}
{{- end }}
{{- with $root.Values.imagePullSecrets }}
{{- $_ := set $pod "imagePullSecrets" . }}
{{- end }}
{{- $_ := set $pod "nodeSelector" (mergeOverwrite $pod.nodeSelector $values.nodeSelector) }}
{{- $_ := set $pod "securityContext" (mergeOverwrite $pod.securityContext $values.securityContext) }}
{{- $_ := set $pod "volumes" (concat $pod.volumes $values.volumes) }}
{{- $container := first $pod.containers }}
{{- $_ := set $container "image" (include "ambient-prober.image" $root) }}
{{- $_ := set $container "resources" $values.resources }}
{{- $_ := set $container "volumeMounts" (concat $container.volumeMounts $values.volumeMounts) }}
{{- $arguments := $container.args }}
{{- if $root.Values.acceptance }}
{{- $arguments = append $arguments "--fail-on=warn" }}
{{- end }}
{{- if $root.Values.components.standing.enabled }}
{{- $arguments = append $arguments "--standing" }}
{{- end }}
{{- $_ := set $container "args" $arguments }}
{{- end }}
