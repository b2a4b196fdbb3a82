{{/* Labels of every object. A run's objects have managed-by: prober, which is how `prober cleanup` knows them from these. */}}
{{- define "ambient-prober.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "ambient-prober.selectors" . }}
{{- end }}

{{/* Labels that kustomize gives, too. */}}
{{- define "ambient-prober.selectors" -}}
app.kubernetes.io/name: ambient-prober
app.kubernetes.io/part-of: ambient-prober
{{- end }}

{{- define "ambient-prober.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* One object as a document, labelled. Takes a list: the root, the object. */}}
{{- define "ambient-prober.document" -}}
{{- $root := index . 0 }}
{{- $object := index . 1 }}
{{- $labels := include "ambient-prober.labels" $root | fromYaml }}
{{- $_ := set $object.metadata "labels" (merge $labels ($object.metadata.labels | default dict)) }}
---
{{ toYaml $object }}
{{- end }}

{{/* The documents of a file of manifests/, each labelled: kustomize and this chart have one source. Takes a list: the root, the file. */}}
{{- define "ambient-prober.manifest" -}}
{{- $root := index . 0 }}
{{- range $text := regexSplit "(?m)^---$" ($root.Files.Get (printf "manifests/%s" (index . 1))) -1 }}
{{- include "ambient-prober.document" (list $root (fromYaml $text)) }}
{{- end }}
{{- end }}

{{/* Binds a ClusterRole to the prober's account in each of some namespaces. Takes a list: the root, the role's name, the namespaces. */}}
{{- define "ambient-prober.bindings" -}}
{{- $root := index . 0 }}
{{- $role := index . 1 }}
{{- range $namespace := index . 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $role }}
  namespace: {{ $namespace }}
  labels:
    {{- include "ambient-prober.labels" $root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ $role }}
subjects:
  - kind: ServiceAccount
    name: ambient-prober
    namespace: ambient-prober
{{- end }}
{{- end }}

{{/* Refuses what the schema cannot. */}}
{{- define "ambient-prober.require" -}}
{{- if has .Release.Namespace (list "ambient-prober-mesh" "ambient-prober-plain") }}
{{- fail (printf "%s is the canaries' namespace, which a release in it could not label: install with -n ambient-prober" .Release.Namespace) }}
{{- end }}
{{- end }}
