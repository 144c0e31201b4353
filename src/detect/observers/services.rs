//! Services of Compose that are built from a folder of this repository, by the names under which
//! others reach them.

use super::document::Document;

/// A service while its file is being read: a name, and the folder it is built from as it is written.
pub(super) type Service = (String, String);

/// Finds every service that is built.
pub(super) fn read(document: &Document<'_>, found: &mut Vec<Service>) {
    for root in document.roots() {
        let services = document.get(root, "services");
        for service in services.iter().flat_map(|map| document.items(*map)) {
            let Some(build) = document.get(service, "build") else {
                continue;
            };
            let Some(folder) = document
                .said(build)
                .or_else(|| document.text(build, "context"))
            else {
                continue;
            };
            if folder.contains(['$', ':']) {
                continue;
            }
            let named = ["container_name", "hostname"].map(|key| document.text(service, key));
            let names = std::iter::once(document.key(service)).chain(named.into_iter().flatten());
            for name in names {
                found.push((name.to_owned(), folder.to_owned()));
            }
        }
    }
}

/// A folder as it is written in a file, from the root; none where it leads out of it.
pub(super) fn folder(file: &str, written: &str) -> Option<String> {
    let around = file.rsplit_once('/').map_or("", |(around, _)| around);
    let mut parts: Vec<&str> = around.split('/').filter(|part| !part.is_empty()).collect();
    if written.starts_with('/') {
        return None;
    }
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn a_folder_is_found_from_the_file_that_names_it() {
        assert_eq!(
            folder("deploy/compose.yaml", "../orders"),
            Some("orders".into())
        );
        assert_eq!(folder("compose.yaml", "./orders/"), Some("orders".into()));
        assert_eq!(folder("compose.yaml", "."), Some(String::new()));
        assert_eq!(folder("compose.yaml", "../elsewhere"), None);
    }
}
