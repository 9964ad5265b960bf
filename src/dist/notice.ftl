Snowbird

Snowbird itself is licensed under the Apache License, Version 2.0, in the file LICENSE. It includes software developed
at The Apache Software Foundation (https://www.apache.org/).

The folder lib has these libraries, each unchanged and under a licence of its own, the text of which is in its jar, in the
file LICENSE or in the folder licenses. Where there are several, any one of them may be chosen. The file sbom.cdx.json
says the same for programs.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
${project.groupId}:${project.artifactId}:${project.version}
    <#list entry.getValue() as license>${license}<#sep>; </#list>
    ${project.url!"no address"}
</#list>
