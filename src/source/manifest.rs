//! Manifests: which folder is a component, how others import it, which prefixes mean which folder.

use std::sync::Arc;

use crate::model::inventory::Component;
use crate::model::language::Family;
use crate::model::summary::Manifest;
use crate::model::text::Scrubber;

/// What a file says about the component in its folder, when it is a manifest.
pub fn read(path: &str, text: &str, scrubber: &Scrubber) -> Option<Manifest> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let mut package = None;
    let mut aliases = Vec::new();
    let mut dependencies: Vec<String> = Vec::new();
    let (family, name) = match file {
        "go.mod" => {
            let module = text
                .lines()
                .find_map(|line| line.trim().strip_prefix("module "))?
                .trim()
                .trim_matches('"');
            package = Some(module.to_owned());
            dependencies = required(text);
            // The last part but for a major version: `…/app/v3` is `app`.
            let name = module.rsplit('/').find(|part| {
                let major = part.strip_prefix('v').unwrap_or("");
                major.is_empty() || !major.bytes().all(|byte| byte.is_ascii_digit())
            });
            (Some(Family::Go), name.map(str::to_owned))
        }
        "Cargo.toml" => {
            let table: toml::Table = text.parse().ok()?;
            let name = string(&table, &["package", "name"])?;
            dependencies = keys(&table, &["dependencies"]);
            package = Some(name.replace('-', "_"));
            (Some(Family::Rust), Some(name))
        }
        "package.json" => {
            let value: serde_json::Value = serde_json::from_str(text).ok()?;
            let name = value
                .get("name")
                .and_then(|name| name.as_str())
                .map(str::to_owned);
            package.clone_from(&name);
            let asked = ["dependencies", "peerDependencies"]
                .iter()
                .filter_map(|key| value.get(key)?.as_object());
            dependencies = asked.flat_map(|asked| asked.keys().cloned()).collect();
            (Some(Family::JavaScript), name)
        }
        "tsconfig.json" | "jsconfig.json" | "tsconfig.base.json" => {
            aliases = paths(folder, text);
            if aliases.is_empty() {
                return None;
            }
            return Some(Manifest {
                component: None,
                family: Some(Family::JavaScript),
                package: None,
                aliases,
                dependencies: Vec::new(),
            });
        }
        "pyproject.toml" => {
            let table: toml::Table = text.parse().unwrap_or_default();
            let poetry = ["tool", "poetry"];
            let name = string(&table, &["project", "name"])
                .or_else(|| string(&table, &[poetry[0], poetry[1], "name"]));
            dependencies = keys(&table, &[poetry[0], poetry[1], "dependencies"]);
            dependencies.extend(listed(&table));
            (Some(Family::Python), name)
        }
        "setup.py" | "setup.cfg" => (Some(Family::Python), None),
        "pom.xml" => {
            dependencies = groups(text);
            (Some(Family::Java), artifact(text))
        }
        "build.gradle" | "build.gradle.kts" => (Some(Family::Java), None),
        "Chart.yaml" | "Gemfile" | "composer.json" | "mix.exs" | "Package.swift" | "build.sbt" => {
            (None, None)
        }
        _ if file.ends_with(".csproj") => (
            Some(Family::CSharp),
            file.strip_suffix(".csproj").map(str::to_owned),
        ),
        _ => return None,
    };
    let name = name.unwrap_or_else(|| folder.rsplit('/').next().unwrap_or("").to_owned());
    let component = Component {
        path: folder.into(),
        name: scrubber.clean(&name),
        manifest: Arc::from(path),
    };
    Some(Manifest {
        component: Some(component),
        family,
        package: package.map(String::into_boxed_str),
        aliases,
        dependencies: dependencies
            .into_iter()
            .map(|name| match family {
                // As code writes it.
                Some(Family::Python | Family::Rust) => name.replace('-', "_").into(),
                _ => name.into(),
            })
            .collect(),
    })
}

fn string(table: &toml::Table, keys: &[&str]) -> Option<String> {
    let (last, before) = keys.split_last()?;
    let table = before
        .iter()
        .try_fold(table, |table, key| table.get(*key)?.as_table())?;
    table.get(*last)?.as_str().map(str::to_owned)
}

/// The names in the table that stands there.
fn keys(table: &toml::Table, path: &[&str]) -> Vec<String> {
    path.iter()
        .try_fold(table, |table, key| table.get(*key)?.as_table())
        .map(|table| table.keys().cloned().collect())
        .unwrap_or_default()
}

/// The packages that `[project] dependencies` lists, without their versions.
fn listed(table: &toml::Table) -> Vec<String> {
    let project = table.get("project").and_then(|project| project.as_table());
    let listed = project
        .and_then(|project| project.get("dependencies"))
        .and_then(|listed| listed.as_array());
    let named = listed.into_iter().flatten().filter_map(|one| one.as_str());
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    named
        .map(|one| one.split(|c| !is_name(c)).next().unwrap_or("").to_owned())
        .collect()
}

/// The modules that a go.mod requires itself.
fn required(text: &str) -> Vec<String> {
    let direct = text.lines().filter(|line| !line.contains("// indirect"));
    direct
        .filter_map(|line| {
            let line = line.trim();
            let line = line.strip_prefix("require ").unwrap_or(line);
            let (module, version) = line.split_once(' ')?;
            (version.starts_with('v') && module.contains('.')).then(|| module.to_owned())
        })
        .collect()
}

/// The groups of the artifacts that a pom.xml names.
fn groups(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split("<groupId>")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('<')?.0.trim().to_owned()))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The artifact's own id: the first one that does not belong to the parent.
fn artifact(text: &str) -> Option<String> {
    let own = text.find("</parent>").map_or(text, |end| &text[end..]);
    let start = own.find("<artifactId>")? + "<artifactId>".len();
    let end = own[start..].find('<')?;
    Some(own[start..start + end].trim().to_owned())
}

/// The `paths` of a tsconfig as import prefix → folder. Comments and trailing commas make it
/// JSON with extras; what does not parse gives no alias.
fn paths(folder: &str, text: &str) -> Vec<(Box<str>, Box<str>)> {
    let bare: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let Ok(value) = serde_json::from_str::<serde_json::Value>(&bare) else {
        return Vec::new();
    };
    let options = value.get("compilerOptions");
    let base = options
        .and_then(|options| options.get("baseUrl"))
        .and_then(|base| base.as_str())
        .unwrap_or(".");
    let Some(paths) = options
        .and_then(|options| options.get("paths"))
        .and_then(|paths| paths.as_object())
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (alias, targets) in paths {
        let Some(target) = targets.get(0).and_then(|target| target.as_str()) else {
            continue;
        };
        let parts = [folder, base, target.trim_end_matches('*')];
        let joined = parts
            .iter()
            .flat_map(|part| part.split('/'))
            .filter(|part| !part.is_empty() && *part != ".");
        let mut whole: Vec<&str> = Vec::new();
        for part in joined {
            if part == ".." {
                whole.pop();
            } else {
                whole.push(part);
            }
        }
        found.push((alias.trim_end_matches('*').into(), whole.join("/").into()));
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(path: &str, text: &str) -> (String, Option<String>) {
        let manifest = read(path, text, &Scrubber::default()).expect("it is a manifest");
        let name = manifest
            .component
            .expect("it names a component")
            .name
            .to_string();
        (name, manifest.package.map(String::from))
    }

    #[test]
    fn every_manifest_names_its_component() {
        assert_eq!(
            package("a/go.mod", "module example.com/x/app\n"),
            ("app".into(), Some("example.com/x/app".into()))
        );
        assert_eq!(package("go.mod", "module example.com/x/app/v3\n").0, "app");
        assert_eq!(package("go.mod", "module v2\n").0, "");
        assert_eq!(
            package("Cargo.toml", "[package]\nname = \"a-b\"\n"),
            ("a-b".into(), Some("a_b".into()))
        );
        assert_eq!(
            package("w/package.json", "{\"name\":\"@x/y\"}"),
            ("@x/y".into(), Some("@x/y".into()))
        );
        let pom = "<parent><artifactId>p</artifactId></parent><artifactId>own</artifactId>";
        assert_eq!(package("j/pom.xml", pom), ("own".into(), None));
        assert!(read("Cargo.toml", "[workspace]\n", &Scrubber::default()).is_none());
    }

    #[test]
    fn every_manifest_names_what_it_asks_for() {
        let asked = |path: &str, text: &str| -> Vec<String> {
            let manifest = read(path, text, &Scrubber::default()).expect("it is a manifest");
            manifest
                .dependencies
                .into_iter()
                .map(String::from)
                .collect()
        };
        let go = "module a.b/c\nrequire go.uber.org/zap v1.2.3\nrequire (\n\tx.y/z v1 // indirect\n\tk.io/l v2.0.0\n)\n";
        assert_eq!(asked("go.mod", go), ["go.uber.org/zap", "k.io/l"]);
        assert_eq!(
            asked(
                "Cargo.toml",
                "[package]\nname='a'\n[dependencies]\ntracing-core = '1'\n"
            ),
            ["tracing_core"]
        );
        assert_eq!(
            asked(
                "package.json",
                r#"{"name":"a","dependencies":{"log4js":"^6"}}"#
            ),
            ["log4js"]
        );
        assert_eq!(
            asked(
                "pyproject.toml",
                "[project]\nname='a'\ndependencies = ['prometheus-client>=1']\n"
            ),
            ["prometheus_client"]
        );
        assert_eq!(
            asked("pom.xml", "<groupId>org.slf4j</groupId>"),
            ["org.slf4j"]
        );
    }

    #[test]
    fn tsconfig_paths_become_folders() {
        let text = "{ // base\n\"compilerOptions\": {\"baseUrl\": \"./src\", \"paths\": {\"@app/*\": [\"../lib/*\"]}}}";
        let text = text.replace("{ // base", "{\n// base");
        let manifest =
            read("web/tsconfig.json", &text, &Scrubber::default()).expect("it has paths");
        assert_eq!(manifest.aliases, [("@app/".into(), "web/lib".into())]);
    }
}
