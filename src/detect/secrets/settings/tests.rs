//! Credentials in every format of configuration, each at its own line.

use crate::detect::Engine;
use crate::model::settings::Settings;
use crate::rules::Rules;

/// A password as people make them, different for each number and never the same in two runs of a mind.
fn secret(number: u64) -> String {
    let alphabet = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(number + 3);
    let mut text: String = (0..18)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            alphabet[(state % alphabet.len() as u64) as usize] as char
        })
        .collect();
    text.push_str("7q4");
    text
}

/// Replaces `§1` … `§9` by secrets and `¶1` … by their base64, and tells at which lines they stand;
/// then what was found: line and column of each.
fn planted(path: &str, text: &str) -> (Vec<u32>, Vec<u32>) {
    use base64::Engine as _;
    let mut whole = text.to_owned();
    for number in 1..10 {
        let word = secret(number);
        let encoded = base64::engine::general_purpose::STANDARD.encode(&word);
        whole = whole
            .replace(&format!("§{number}"), &word)
            .replace(&format!("¶{number}"), &encoded);
    }
    let expected = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains('§') || line.contains('¶'))
        .map(|(number, _)| number as u32 + 1)
        .collect();
    let engine = Engine::new(&Rules::builtin(), &Settings::default());
    let mut found: Vec<u32> = engine
        .read_source(path, &whole)
        .findings
        .iter()
        .map(|finding| finding.at.start.line)
        .collect();
    found.sort_unstable();
    found.dedup();
    (expected, found)
}

#[track_caller]
fn all_found(path: &str, text: &str) {
    let (expected, found) = planted(path, text);
    assert!(!expected.is_empty());
    assert_eq!(found, expected, "{path}");
}

#[track_caller]
fn nothing_found(path: &str, text: &str) {
    let (_, found) = planted(path, text);
    assert_eq!(found, [0_u32; 0], "{path}");
}

#[test]
fn environment_files() {
    all_found(
        ".env",
        "# comment\nAPP=x\nDB_PASSWORD=§1\nexport API_TOKEN='§2'\nDB_USER=root\nJWT_SECRET=\"§3\" # why\n",
    );
}

#[test]
fn yaml_maps_lists_of_names_and_documents() {
    all_found(
        "deploy/app.yaml",
        "db:\n  password: §1\nenv:\n- name: API_TOKEN\n  value: \"§2\"\n- name: LEVEL\n  value: info\n---\nsmtp: {host: h, auth: {user: u, pass: §3}}\nenvironment:\n  - POSTGRES_PASSWORD=§4\n  - POSTGRES_USER=u\nclient_secret: &s\n  §5\n",
    );
}

#[test]
fn json_in_all_its_forms() {
    all_found(
        "config/app.json",
        "{\n  // comment\n  \"db\": {\n    \"password\": \"§1\",\n  },\n  \"env\": [\n    {\"name\": \"API_KEY\",\n     \"value\": \"§2\"}\n  ],\n  secretKey: '§3'\n}\n",
    );
    all_found(
        "events.ndjson",
        "{\"user\": \"u\", \"token\": \"§1\"}\n{\"user\": \"v\", \"level\": 1}\n{\"apiKey\": \"§2\"}\n",
    );
}

#[test]
fn toml_ini_and_properties() {
    all_found(
        "conf/app.toml",
        "[db]\nuser = \"u\"\npassword = \"§1\"\n[auth]\ntokens = [\n  \"§2\",\n]\nother = { api_key = '§3' }\n",
    );
    all_found(
        "conf/app.ini",
        "[db]\nuser = u\npassword = §1\n; comment\n[mail]\nsmtp_pass=§2\n",
    );
    all_found(
        "application.properties",
        "spring.datasource.username=u\nspring.datasource.password=§1\njwt.secret: §2\n",
    );
}

#[test]
fn xml_of_every_maker() {
    all_found(
        "beans.xml",
        "<beans>\n<bean id=\"ds\">\n<property name=\"username\" value=\"u\"/>\n<property name=\"password\" value=\"§1\"/>\n<property name=\"apiKey\">\n<value>§2</value></property>\n</bean></beans>\n",
    );
    all_found(
        "web.config",
        "<configuration><appSettings>\n<add key=\"DbPassword\" value=\"§1\"/>\n<add key=\"Title\" value=\"T\"/>\n</appSettings></configuration>\n",
    );
    all_found(
        "settings.xml",
        "<settings><servers><server>\n<id>central</id>\n<username>u</username>\n<password>§1</password>\n</server></servers></settings>\n",
    );
    all_found(
        "res/values/keys.xml",
        "<resources>\n<string name=\"app_name\">App</string>\n<string name=\"api_key\">§1</string>\n</resources>\n",
    );
    all_found(
        "Info.plist",
        "<plist><dict>\n<key>ClientSecret</key>\n<string>§1</string>\n<key>Title</key>\n<string>T</string>\n</dict></plist>\n",
    );
}

#[test]
fn hcl_blocks_and_variables() {
    all_found(
        "main.tf",
        "resource \"aws_db_instance\" \"a\" {\n  username = \"u\"\n  password = \"§1\"\n}\nvariable \"db_password\" {\n  type = string\n  default = \"§2\"\n}\n",
    );
    all_found("prod.tfvars", "region = \"eu\"\napi_token = \"§1\"\n");
}

#[test]
fn kubernetes_secrets_are_decoded() {
    all_found(
        "k8s/secret.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\ndata:\n  username: YWRtaW4=\n  password: ¶1\n  other: ¶2\nstringData:\n  token: §3\n---\nkind: ConfigMap\ndata:\n  level: aW5mbw==\n",
    );
}

#[test]
fn what_is_written_elsewhere_is_no_secret() {
    nothing_found(
        "values.yaml",
        "password: ${DB_PASSWORD}\ntoken: {{ .Values.token }}\nsecretName: my-secret\napiKey: <your-api-key>\npasswordFile: /run/secrets/x\nclient_secret: \"%(secret)s\"\npassword: \"\"\nenv:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password\n",
    );
    nothing_found(
        "openapi.json",
        "{\"properties\": {\"password\": {\"type\": \"string\", \"format\": \"password\", \"description\": \"The password of the user\"}}}",
    );
    nothing_found(
        "locales/fr.json",
        "{\"password\": \"Mot de passe\", \"token\": \"Jeton\"}",
    );
    nothing_found(
        "locales/de.yml",
        "de:\n  password: Passwort\n  new_password: Kennwort\n",
    );
}

#[test]
fn code_gives_credentials_in_many_ways() {
    all_found(
        "a.py",
        "password = \"§1\" + \\\n    \"x\"\nr = get(u, auth=(\"joe\", \"§2\"))\ntoken = os.environ.get(\"TOKEN\", \"§3\")\nif password == \"§4\":\n    pass\nheaders = {\"Authorization\": \"Bearer §5\"}\ncipher = AES.new(b\"§6\", 1)\n",
    );
    all_found(
        "a.cpp",
        "const char *db_password = \"§1\";\n#define API_KEY \"§2\"\nconn.setPassword(\"§3\");\n",
    );
    all_found(
        "Dockerfile",
        "FROM a\nENV DB_PASSWORD=§1\nENV API_TOKEN §2\nARG NPM_TOKEN=§3\n",
    );
}

#[test]
fn statements_and_tables() {
    all_found(
        "dump.sql",
        "CREATE TABLE u (id int, password text);\nINSERT INTO u VALUES (1, '§1'),\n(2, '§2');\nCREATE USER a IDENTIFIED BY '§3';\nALTER ROLE b WITH PASSWORD '§4';\nINSERT INTO v (id, title) VALUES (1, 'x');\n",
    );
    all_found("users.csv", "id,name,password\n1,a,§1\n2,b,§2\n");
}

#[test]
fn notebooks_and_collections_hold_code_and_pairs() {
    all_found(
        "n.ipynb",
        "{\"cells\": [{\"source\": [\n\"x = 1\\n\",\n\"api_key = \\\"§1\\\"\\n\"\n]}]}\n",
    );
    all_found(
        "c.postman_collection.json",
        "{\"auth\": {\"basic\": [\n{\"key\": \"password\",\n\"value\": \"§1\"}]},\n\"header\": [{\"key\": \"Authorization\",\n\"value\": \"Bearer §2\"}]}\n",
    );
}

#[test]
fn what_is_encoded_is_read_too() {
    use base64::Engine as _;
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let inner = format!("user = joe\npassword = {}\n", secret(1));
    for coded in [encode(&inner), encode(&encode(&inner))] {
        let engine = Engine::new(&Rules::builtin(), &Settings::default());
        let text = format!("# a\nblob: {coded}\n");
        let lines: Vec<u32> = engine
            .read_source("a.yaml", &text)
            .findings
            .iter()
            .map(|finding| finding.at.start.line)
            .collect();
        assert_eq!(lines, [2]);
    }
}

#[test]
fn stores_hold_even_weak_words() {
    let engine = Engine::new(&Rules::builtin(), &Settings::default());
    let of = |path: &str, text: &str| -> Vec<(String, u32)> {
        let summary = engine.read_source(path, text);
        let findings = summary.findings.iter();
        findings
            .map(|finding| (finding.rule.to_string(), finding.at.start.line))
            .collect()
    };
    assert_eq!(
        of("home/.pgpass", "# c\nh:5432:d:u:kitten\n"),
        [("file-pgpass".to_owned(), 2)]
    );
    assert_eq!(
        of("home/.my.cnf", "[client]\nuser=u\npassword=kitten\n"),
        [("file-my-cnf".to_owned(), 3)]
    );
    assert_eq!(
        of("www/wp-config.php", "<?php\ndefine('DB_NAME', 'kitten');\n"),
        []
    );
    let safe = [
        &[0x03_u8, 0xD9, 0xA2, 0x9A, 0x67, 0xFB, 0x4B, 0xB5][..],
        &[0; 20],
    ]
    .concat();
    let context = crate::model::inventory::Context::Product;
    let summary = engine.read_binary("x/anything.bin", &safe, context);
    let found = summary.expect("the first bytes say what it is").findings;
    assert_eq!(
        (&*found[0].rule, found[0].at.start.line),
        ("file-keepass", 1)
    );
    assert!(engine.read_binary("x/y.bin", &[0; 30], context).is_none());
}

#[test]
fn no_alphabet_makes_a_file_unreadable() {
    let engine = Engine::new(&Rules::builtin(), &Settings::default());
    let sample = "{\"password\": \"Jelszó\", \"token\": \"API võti\", 'secret': 密钥}\nauthorization: Basic é\npassword=密\n<pass>ö</pass>\nIDENTIFIED BY 'é' auth=('é', 'ü') -- é\nINSERT INTO é (password) VALUES ('ü');\nlet password: é = \"ß\";\n#é password = 'ä\n";
    for path in [
        "a.json",
        "a.yaml",
        "a.toml",
        "a.ini",
        ".env",
        "a.xml",
        "a.tf",
        "a.sql",
        "a.csv",
        "a.c",
        "a.py",
        "a.txt",
        "a.sh",
        ".netrc",
        "wp-config.php",
        "a.unknown",
    ] {
        for (end, _) in sample.char_indices() {
            engine.read_source(path, &sample[..end]);
        }
    }
}

#[test]
fn names_in_a_list_of_properties_stand_before_their_values() {
    all_found(
        "Info.plist",
        "<plist><dict>\n<key>Title</key>\n<string>Shop</string>\n<key>ClientSecret</key>\n<string>§1</string>\n</dict></plist>\n",
    );
    all_found(
        "AndroidManifest.xml",
        "<manifest><application>\n<meta-data android:name=\"shop.ApiKey\" android:value=\"§1\"/>\n</application></manifest>\n",
    );
}

#[test]
fn a_program_may_be_called_sample() {
    let (_, found) = planted(
        "application.yaml",
        "boot:\n  sample:\n    client-secret: 123456\n",
    );
    assert_eq!(found, [3]);
    let (_, found) = planted(
        "openapi.yaml",
        "property:\n  type: object\n  sample:\n    client-secret: 123456\n",
    );
    assert!(found.is_empty());
}

#[test]
fn what_was_encrypted_is_no_finding_and_what_says_it_was_not_is() {
    let (_, found) = planted("application.yml", "db:\n  password: '{cipher}§1'\n");
    assert!(found.is_empty());
    all_found("application.yml", "db:\n  password: '{noop}§1'\n");
}

#[test]
fn a_word_in_code_counts_where_it_is_all_the_password() {
    let lines = |path: &str, text: &str| planted(path, text).1;
    assert_eq!(
        lines(
            "Jenkinsfile",
            "environment { DB_PASSWORD = 'bluebottle' }\n"
        ),
        [1]
    );
    assert_eq!(
        lines("a.rb", "default['db']['root_password'] = 'bluebottle'\n"),
        [1]
    );
    for text in [
        "errors[CONF_PASSWORD] = 'bluebottle'\n",
        "server_passwd('bluebottle', 1000, 'Joe')\n",
        "post '/hooks/:secret' => 'hooks#update_location'\n",
        "bypass_all = 'bluebottle'\n",
    ] {
        assert!(lines("a.rb", text).is_empty(), "{text}");
    }
    assert!(lines("a.ps1", "$password = \"blue$name\"\n").is_empty());
}
