//! Which file or package an import means, for every language, from paths and manifests alone.

mod digest;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::language::Family;

/// A unit that names are looked up in: a file, or a package where a package spans files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// Every module of a repository and how imports reach it.
#[derive(Debug, Default)]
pub struct Modules {
    ids: HashMap<String, ModuleId>,
    keys: Vec<String>,
    /// Last segment of a module → the modules that end in it.
    by_tail: HashMap<String, Vec<String>>,
    /// Family and file name without ending → the modules whose files are called so, each once.
    by_stem: HashMap<(Family, String), Vec<ModuleId>>,
    /// Go module path, Cargo package, npm package → its folder, per family.
    packages: BTreeMap<(Family, String), String>,
    /// Folders of Cargo packages, longest first when looked up.
    crates: Vec<String>,
    /// Import prefix → folder, from tsconfig `paths`.
    aliases: Vec<(String, String)>,
}

const JS_ENDINGS: [&str; 9] = [
    ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".d.ts",
];

impl Modules {
    /// Makes a file known and gives its module.
    pub fn add_file(&mut self, family: Family, path: &str, package: Option<&str>) -> ModuleId {
        let key = own_key(family, path, package);
        let id = match self.ids.get(&key) {
            Some(id) => *id,
            None => self.add_module(key),
        };
        if let Some(stem) = stem(family, path) {
            let modules = self.by_stem.entry((family, stem.to_owned())).or_default();
            if !modules.contains(&id) {
                modules.push(id);
            }
        }
        id
    }

    fn add_module(&mut self, key: String) -> ModuleId {
        let id = ModuleId(self.ids.len() as u32);
        self.by_tail
            .entry(tail(&key).to_owned())
            .or_default()
            .push(key.clone());
        self.keys.push(key.clone());
        self.ids.insert(key, id);
        id
    }

    /// The module of a [`key`](Self::key).
    pub fn of_key(&self, key: &str) -> Option<ModuleId> {
        self.ids.get(key).copied()
    }

    /// What tells a module from all others, from one round to the next.
    pub fn key(&self, id: ModuleId) -> Option<&str> {
        self.keys.get(id.0 as usize).map(String::as_str)
    }

    /// Makes a package known: a Go module, a Cargo package or an npm package, with its folder.
    pub fn add_package(&mut self, family: Family, name: &str, folder: &str) {
        if family == Family::Rust {
            self.crates.push(folder.to_owned());
            self.crates
                .sort_by_key(|folder| std::cmp::Reverse(folder.len()));
        }
        self.packages
            .insert((family, name.to_owned()), folder.to_owned());
    }

    /// Makes an import prefix known (`@app/` → `packages/app/src/`).
    pub fn add_alias(&mut self, prefix: &str, folder: &str) {
        self.aliases.push((prefix.to_owned(), folder.to_owned()));
    }

    /// The modules whose files are called like the type `name`, where files are called so.
    pub fn called(&self, family: Family, name: &str) -> &[ModuleId] {
        self.by_stem
            .get(&(family, stem_of(family, name).into_owned()))
            .map_or(&[], Vec::as_slice)
    }

    /// The module of a whole name, where modules are names: a namespace.
    pub fn named(&self, family: Family, name: &str) -> Option<ModuleId> {
        self.id(&format!("{}:{name}", family.as_str()))
    }

    /// The module a file is.
    pub fn of_file(&self, family: Family, path: &str, package: Option<&str>) -> Option<ModuleId> {
        self.ids.get(&own_key(family, path, package)).copied()
    }

    /// The module that `module` means when `from` imports it, and how many of the names that follow
    /// were needed to reach it: `import a` and `a.b.c` may mean module `a.b` and one name left.
    pub fn resolve(
        &self,
        family: Family,
        from: &str,
        module: &str,
        names: &[&str],
    ) -> Option<(ModuleId, usize)> {
        for taken in (0..=names.len()).rev() {
            let found = match family {
                Family::Go if taken == 0 => self.go(module),
                Family::Go => None,
                Family::Java | Family::CSharp | Family::Php => {
                    self.dotted(family, module, &names[..taken])
                }
                Family::Python => self.python(from, module, &names[..taken]),
                Family::JavaScript if taken == 0 => self.javascript(from, module),
                // Files are loaded by where they stand, not by what they say.
                Family::JavaScript | Family::Ruby | Family::C => None,
                Family::Rust => self.rust(from, module, &names[..taken]),
            };
            if let Some(id) = found {
                return Some((id, taken));
            }
        }
        None
    }

    fn id(&self, key: &str) -> Option<ModuleId> {
        self.ids.get(key).copied()
    }

    fn go(&self, module: &str) -> Option<ModuleId> {
        for ((family, name), folder) in &self.packages {
            if *family == Family::Go
                && let Some(rest) = module.strip_prefix(name.as_str())
                && (rest.is_empty() || rest.starts_with('/'))
            {
                let key = format!("go:{}", join(folder, rest.trim_start_matches('/')));
                if let Some(id) = self.id(&key) {
                    return Some(id);
                }
            }
        }
        // Staging and vendored layouts hold the package under its whole import path.
        self.longest_tail("go:", module, "")
    }

    fn dotted(&self, family: Family, module: &str, names: &[&str]) -> Option<ModuleId> {
        // Only PHP writes its namespaces with backslashes.
        let mut package = module.trim_start_matches('\\').replace('\\', ".");
        for name in names {
            if !package.is_empty() {
                package.push('.');
            }
            package.push_str(name);
        }
        self.named(family, &package)
    }

    fn python(&self, from: &str, module: &str, names: &[&str]) -> Option<ModuleId> {
        let mut path = String::new();
        let dots = module.len() - module.trim_start_matches('.').len();
        if dots > 0 {
            let mut folder = parent(from);
            for _ in 1..dots {
                folder = parent(folder);
            }
            path.push_str(folder);
        }
        for part in module
            .trim_start_matches('.')
            .split('.')
            .chain(names.iter().copied())
            .filter(|p| !p.is_empty())
        {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(part);
        }
        for ending in [".py", "/__init__.py", ".pyi"] {
            let key = format!("python:{path}{ending}");
            if let Some(id) = self.id(&key) {
                return Some(id);
            }
        }
        if dots > 0 {
            return None;
        }
        [".py", "/__init__.py"]
            .iter()
            .find_map(|ending| self.longest_tail("python:", &path, ending))
    }

    fn javascript(&self, from: &str, module: &str) -> Option<ModuleId> {
        if module.starts_with('.') {
            return self.javascript_file(&normalise(parent(from), module));
        }
        for (prefix, folder) in &self.aliases {
            if let Some(rest) = module.strip_prefix(prefix.as_str())
                && let Some(id) = self.javascript_file(&join(folder, rest))
            {
                return Some(id);
            }
        }
        for ((family, name), folder) in &self.packages {
            if *family == Family::JavaScript
                && let Some(rest) = module.strip_prefix(name.as_str())
                && (rest.is_empty() || rest.starts_with('/'))
            {
                let rest = rest.trim_start_matches('/');
                for inside in ["", "src", "lib"] {
                    if let Some(id) = self.javascript_file(&join(&join(folder, inside), rest)) {
                        return Some(id);
                    }
                }
            }
        }
        // The usual aliases for a source folder, where no tsconfig said otherwise.
        let rest = module
            .strip_prefix("~/")
            .or_else(|| module.strip_prefix("@/"))?;
        let mut folder = parent(from);
        loop {
            for inside in ["", "src", "lib", "app"] {
                if let Some(id) = self.javascript_file(&join(&join(folder, inside), rest)) {
                    return Some(id);
                }
            }
            if folder.is_empty() {
                return None;
            }
            folder = parent(folder);
        }
    }

    fn javascript_file(&self, path: &str) -> Option<ModuleId> {
        let direct = self.id(&format!("javascript:{path}"));
        // `./x.js` in TypeScript sources means `./x.ts`.
        let stem = [".js", ".mjs", ".cjs", ".jsx"]
            .iter()
            .find_map(|ending| path.strip_suffix(ending))
            .unwrap_or(path);
        direct
            .or_else(|| {
                JS_ENDINGS
                    .iter()
                    .find_map(|ending| self.id(&format!("javascript:{stem}{ending}")))
            })
            .or_else(|| {
                JS_ENDINGS
                    .iter()
                    .find_map(|ending| self.id(&format!("javascript:{path}{ending}")))
            })
            .or_else(|| {
                JS_ENDINGS.iter().find_map(|ending| {
                    self.id(&format!("javascript:{}{ending}", join(path, "index")))
                })
            })
    }

    fn rust(&self, from: &str, module: &str, names: &[&str]) -> Option<ModuleId> {
        let mut parts: Vec<&str> = module
            .split("::")
            .flat_map(|part| part.split('.'))
            .filter(|p| !p.is_empty())
            .collect();
        parts.extend(names);
        let first = *parts.first()?;
        let root = self
            .crates
            .iter()
            .find(|folder| within(from, folder))
            .map_or("", String::as_str);
        let (folder, rest): (String, &[&str]) = match first {
            "crate" => (join(root, "src"), &parts[1..]),
            "self" => (module_folder(from), &parts[1..]),
            "super" => {
                let ups = parts.iter().take_while(|part| **part == "super").count();
                let mut folder = module_folder(from);
                for _ in 0..ups {
                    folder = parent(&folder).to_owned();
                }
                (folder, &parts[ups..])
            }
            name => match self.packages.get(&(Family::Rust, name.to_owned())) {
                Some(folder) => (join(folder, "src"), &parts[1..]),
                // A module declared beside.
                None => (module_folder(from), &parts[..]),
            },
        };
        let path = rest
            .iter()
            .fold(folder.clone(), |path, part| join(&path, part));
        let roots: &[&str] = if rest.is_empty() {
            &["/lib.rs", "/main.rs", "/mod.rs", ".rs"]
        } else {
            &[".rs", "/mod.rs"]
        };
        roots
            .iter()
            .find_map(|ending| self.id(&format!("rust:{path}{ending}")))
    }

    /// The module with prefix `kind` whose path ends in `/path` + `ending`; the shortest such path.
    fn longest_tail(&self, kind: &str, path: &str, ending: &str) -> Option<ModuleId> {
        let wanted = format!("{path}{ending}");
        let candidates = self.by_tail.get(tail(&wanted))?;
        candidates
            .iter()
            .filter(|key| {
                key.strip_prefix(kind)
                    .and_then(|key| key.strip_suffix(wanted.as_str()))
                    .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
            .min_by_key(|key| (key.len(), key.as_str()))
            .and_then(|key| self.id(key))
    }
}

/// The key of the module a file belongs to.
fn own_key(family: Family, path: &str, package: Option<&str>) -> String {
    match family {
        Family::Go => format!("go:{}", parent(path)),
        Family::Java => match package {
            Some(package) => format!("java:{package}"),
            None => format!("java:{}", java_package(path)),
        },
        Family::CSharp | Family::Php => {
            let namespace = match package {
                Some(package) => package.replace('\\', "."),
                None => parent(path).replace('/', "."),
            };
            format!("{}:{namespace}", family.as_str())
        }
        Family::Python | Family::JavaScript | Family::Rust | Family::Ruby | Family::C => {
            format!("{}:{path}", family.as_str())
        }
    }
}

/// The type that a file is called after, where that is the custom.
pub fn stem(family: Family, path: &str) -> Option<&str> {
    match family {
        Family::CSharp | Family::Php | Family::Ruby => path.rsplit('/').next()?.split('.').next(),
        _ => None,
    }
}

/// How the file of a type is called: `EventNames` stands in `event_names.rb`.
pub fn stem_of(family: Family, name: &str) -> Cow<'_, str> {
    if family != Family::Ruby {
        return Cow::Borrowed(name);
    }
    let mut stem = String::with_capacity(name.len() + 4);
    let letters: Vec<char> = name.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let starts = letter.is_uppercase()
            && at > 0
            && (letters[at - 1].is_lowercase()
                || letters.get(at + 1).is_some_and(|next| next.is_lowercase()));
        if starts {
            stem.push('_');
        }
        stem.extend(letter.to_lowercase());
    }
    Cow::Owned(stem)
}

/// The package that a Java file's folder suggests.
fn java_package(path: &str) -> String {
    let folder = parent(path);
    let inside = ["/java/", "/kotlin/", "/src/"]
        .iter()
        .find_map(|mark| folder.find(mark).map(|at| &folder[at + mark.len()..]))
        .unwrap_or(folder);
    inside.replace('/', ".")
}

/// The folder in which a Rust file's child modules stand.
fn module_folder(path: &str) -> String {
    let folder = parent(path);
    match path.rsplit('/').next() {
        Some("mod.rs" | "lib.rs" | "main.rs") => folder.to_owned(),
        Some(name) => join(folder, name.trim_end_matches(".rs")),
        None => folder.to_owned(),
    }
}

fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

fn tail(path: &str) -> &str {
    let tail = path.rsplit('/').next().unwrap_or(path);
    tail.rsplit(':').next().unwrap_or(tail)
}

fn within(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

fn join(folder: &str, rest: &str) -> String {
    match (folder.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}/{rest}"),
    }
}

/// `folder` + a relative path with its `.` and `..` taken out.
fn normalise(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_packages_are_folders_below_their_module() {
        let mut modules = Modules::default();
        modules.add_package(Family::Go, "example.com/app", "");
        let log = modules.add_file(Family::Go, "internal/log/log.go", Some("log"));
        assert_eq!(
            log,
            modules.add_file(Family::Go, "internal/log/more.go", Some("log"))
        );
        assert_eq!(
            modules.resolve(
                Family::Go,
                "main.go",
                "example.com/app/internal/log",
                &["New"]
            ),
            Some((log, 0))
        );
        assert_eq!(
            modules.resolve(Family::Go, "main.go", "example.com/other/internal/log", &[]),
            None
        );
        let staged = modules.add_file(Family::Go, "staging/src/k8s.io/api/core/x.go", None);
        assert_eq!(
            modules.resolve(Family::Go, "main.go", "k8s.io/api/core", &[]),
            Some((staged, 0))
        );
    }

    #[test]
    fn python_modules_are_found_relative_and_absolute() {
        let mut modules = Modules::default();
        let init = modules.add_file(Family::Python, "src/app/logging/__init__.py", None);
        let base = modules.add_file(Family::Python, "src/app/base.py", None);
        assert_eq!(
            modules.resolve(Family::Python, "src/app/x.py", ".logging", &["get"]),
            Some((init, 0))
        );
        assert_eq!(
            modules.resolve(Family::Python, "src/app/sub/x.py", "..base", &[]),
            Some((base, 0))
        );
        assert_eq!(
            modules.resolve(Family::Python, "tests/t.py", "app.logging", &["get"]),
            Some((init, 0))
        );
        assert_eq!(
            modules.resolve(Family::Python, "tests/t.py", "app", &["base", "X"]),
            Some((base, 1))
        );
    }

    #[test]
    fn javascript_finds_extensions_indexes_aliases_and_workspaces() {
        let mut modules = Modules::default();
        modules.add_package(Family::JavaScript, "@acme/log", "packages/log");
        modules.add_alias("~/", "app/src");
        let log = modules.add_file(Family::JavaScript, "packages/log/src/index.ts", None);
        let util = modules.add_file(Family::JavaScript, "app/src/util.ts", None);
        assert_eq!(
            modules.resolve(Family::JavaScript, "app/src/x.ts", "@acme/log", &[]),
            Some((log, 0))
        );
        assert_eq!(
            modules.resolve(Family::JavaScript, "app/src/a/x.ts", "../util.js", &[]),
            Some((util, 0))
        );
        assert_eq!(
            modules.resolve(Family::JavaScript, "app/src/a/x.ts", "~/util", &[]),
            Some((util, 0))
        );
    }

    #[test]
    fn rust_paths_follow_crates_and_parents() {
        let mut modules = Modules::default();
        modules.add_package(Family::Rust, "acme_log", "crates/log");
        modules.add_package(Family::Rust, "app", "crates/app");
        let lib = modules.add_file(Family::Rust, "crates/log/src/lib.rs", None);
        let metrics = modules.add_file(Family::Rust, "crates/app/src/metrics.rs", None);
        let from = "crates/app/src/server/run.rs";
        assert_eq!(
            modules.resolve(Family::Rust, from, "acme_log", &["warn_once"]),
            Some((lib, 0))
        );
        assert_eq!(
            modules.resolve(Family::Rust, from, "crate", &["metrics", "TOTAL"]),
            Some((metrics, 1))
        );
        assert_eq!(
            modules.resolve(Family::Rust, from, "super::super::metrics", &[]),
            Some((metrics, 0))
        );
    }

    #[test]
    fn files_are_called_like_their_types() {
        let mut modules = Modules::default();
        let names = modules.add_file(Family::Ruby, "lib/shop/http_event_names.rb", None);
        assert_eq!(modules.called(Family::Ruby, "HTTPEventNames"), [names]);
        assert_eq!(modules.called(Family::Ruby, "EventNames"), []);
        let names = modules.add_file(Family::CSharp, "Shop/EventNames.cs", Some("Shop.Common"));
        assert_eq!(modules.called(Family::CSharp, "EventNames"), [names]);
        assert_eq!(modules.named(Family::CSharp, "Shop.Common"), Some(names));
    }

    #[test]
    fn java_packages_come_from_the_declaration_or_the_folder() {
        let mut modules = Modules::default();
        let common = modules.add_file(
            Family::Java,
            "core/src/main/java/org/acme/common/Log.java",
            None,
        );
        assert_eq!(
            modules.of_file(Family::Java, "x/Y.java", Some("org.acme.common")),
            Some(common)
        );
        assert_eq!(
            modules.resolve(Family::Java, "x", "org.acme.common", &["Log"]),
            Some((common, 0))
        );
    }
}
