# L’aide de la ligne de commande en français. L’anglais est dans src/cli/args ; src/cli/speech.rs dit
# comment un texte trouve sa place.

usage = Utilisation :
commands = Commandes{" "}
default = [par défaut : { $value }]
values = [valeurs possibles : { $values }]

# clap met deux-points après un titre : l’espace qui les précède en français en fait partie.
heading-arguments = Arguments{" "}
heading-options = Options{" "}
heading-output = Sortie{" "}
heading-what-is-scanned = Ce qui est analysé{" "}
heading-what-is-compared = Ce qui est comparé{" "}
heading-gate = Seuil{" "}
heading-entries = Entrées{" "}
heading-rules = Règles{" "}
heading-secrets = Secrets{" "}
heading-audit = Audit{" "}
heading-configuration = Configuration{" "}

any--help = Afficher l’aide
any--version = Afficher la version
any--color = Quand mettre des couleurs : auto, always, never
any--lang = La langue des rapports pour les personnes, et de cette aide
any--exclude = Écarter des chemins, dans la syntaxe de .gitignore (peut être répété)
any--max-file-bytes = Ne pas lire les fichiers plus grands, par exemple 64MiB
any--max-parse-bytes = Chercher seulement les secrets dans les fichiers plus grands, sans les analyser
any--archives = Chercher aussi les secrets dans les fichiers zip, tar et gzip
any--only = Ne chercher que les secrets, plusieurs fois plus vite
any--parse-foreign = Analyser aussi le code tiers, généré ou minifié
any--threads = Fils d’exécution ; 0 en prend un par cœur
any--rules = Utiliser aussi les paquets de règles de ce dossier (peut être répété)
any--disable = Désactiver une règle (peut être répété)
any--min-severity = Laisser de côté les constats de gravité moindre
any--fail-on = Sortir avec 1 quand un constat a au moins cette gravité
any--baseline = Ne pas compter ce que ce fichier accepte, au lieu de vigie-baseline.json à la racine de l’analyse
any--date = Le jour qui décide de ce qui a expiré. Sans lui, les acceptations prennent fin à la date du jour, et rien d’autre n’est jugé par sa date
any--register = Le registre des secrets, depuis la racine de l’analyse, au lieu de secrets.yaml
any--soon-days = Combien de jours avant sa fin une chose expire bientôt
any--format = Afficher ceci au lieu du résumé (peut être répété)
any--view = Ne rapporter qu’une moitié de l’inventaire
any--config = Lire ce fichier au lieu du vigie.toml à la racine de l’analyse
any--no-config = Ne lire aucun vigie.toml : pour un dépôt auquel vous ne faites pas confiance
any--quiet = N’afficher ni résumé ni progression : seulement les rapports demandés et les erreurs
any--no-progress = Ne pas montrer la progression
any--json = En JSON

help = Afficher cette aide, ou celle d’une commande

vigie = Lit un dépôt et écrit ce qu’il émettra, qui écoute, et ce qu’il laisse fuir.
vigie-long =
    Lit un dépôt et écrit ce qu’il émettra, qui écoute, et ce qu’il laisse fuir.

    Rien n’est envoyé où que ce soit, et rien du dépôt n’est exécuté.
vigie-examples =
    Exemples :
      vigie scan                            résumé de ce dossier
      vigie scan --out-dir reports          tous les rapports, en fichiers
      vigie scan --staged --fail-on high    arrêter un commit qui contient un secret
      vigie diff origin/main...HEAD         ce qu’une branche fait à qui écoute
      vigie explain aws-access-key-id       ce que veut dire une règle, et que faire

    Codes de sortie :
      0  terminé
      1  un constat atteint --fail-on
      2  exécution impossible : arguments, configuration, paquets ou chemins erronés

scan = Lire un dépôt et rapporter ce qu’il émet, ce qu’il demande et ce qu’il laisse fuir
scan-PATH = Le dossier, ou le fichier, à analyser
scan--staged = Analyser ce qui est indexé dans git au lieu de ce que contient le dossier
scan--base = Analyser ce qui a été ajouté depuis cette branche, cette étiquette ou ce commit
scan--history = Analyser chaque version de chaque fichier dans git, pour les secrets
scan--stdin = Analyser le texte de l’entrée standard
scan--stdin-name = Le nom du texte de l’entrée standard, qui dit comment le lire
scan--no-suppressions = N’écarter rien par une marque, une liste d’autorisation ou une ligne de base : pour un dépôt auquel vous ne faites pas confiance
scan--output = Écrire aussi un rapport dans un fichier (peut être répété)
scan--out-dir = Écrire tous les rapports dans ce dossier
scan--audit = Ajouter un enregistrement de cette analyse à la piste de ce fichier
scan--attest = Écrire dans ce fichier une attestation in-toto signée de cette analyse
scan--sign-key = Signer avec la clé privée Ed25519 de ce fichier (PEM)
scan--short = Raccourcir le Markdown à ce que contient un commentaire de demande de fusion
scan-examples =
    Exemples :
      vigie scan                                   résumé de ce dossier
      vigie scan ../shop --format json | jq .      l’inventaire, pour des programmes
      vigie scan --view secrets --format markdown  une moitié, pour des personnes
      vigie scan --output sarif=vigie.sarif --fail-on high
                                                   pour la revue de code, et un seuil
      vigie scan --out-dir reports                 tous les rapports
      vigie scan --base origin/main --fail-on high ce qu’ajoute une demande de fusion
      vigie scan --only secrets --fail-on high     un contrôle rapide
      vigie scan --history                         ce qui a jamais été committé
      helm template . | vigie scan --stdin --stdin-name chart.yaml

    Chaque option qui est aussi un réglage peut figurer dans vigie.toml ou dans une variable :
    `vigie config show --origin` dit laquelle l’emporte, et pourquoi.

diff = Dire l’effet d’un changement sur ce qui est émis et sur qui écoute
diff-OLD = Ce qui était avant : une branche, une étiquette ou un commit, un inventaire en JSON, OLD..NEW, ou OLD...NEW pour ce que NEW apporte depuis leur séparation
diff-NEW = Ce qui est à présent ; le dossier de travail si rien n’est nommé
diff--path = Le dossier qui est comparé
diff--fail-on = Sortir avec 1 quand le changement contient l’un de ceux-ci : breaking, secrets, p0, p1, p2, p3, never (peut être répété, ou séparé par des virgules)
diff--format = Afficher ceci au lieu du résumé
diff--output = L’écrire aussi dans un fichier (peut être répété)
diff--quiet = N’afficher que les erreurs
diff-examples =
    Exemples :
      vigie diff                                   ce que change le dossier de travail
      vigie diff main...HEAD --fail-on breaking    arrêter une branche qui rend une alerte sourde
      vigie diff v1.2 v1.3 --format markdown       ce que change une version, pour des personnes
      vigie diff old.json new.json --format json   deux inventaires, pour des programmes

baseline = Accepter ce qui est trouvé à présent, pour que seul compte le nouveau
baseline-PATH = Le dossier dont les constats sont acceptés
baseline--by = Qui les accepte
baseline--reason = Pourquoi
baseline--expires = Le dernier jour où cela vaut, par exemple 2026-12-31
baseline--date = Quand ; aujourd’hui si aucun autre jour n’est donné
baseline--from = N’accepter que ce que connaît ce fichier : un .gitleaksignore, ou une ligne de base de detect-secrets (peut être répété)
baseline--baseline = La ligne de base à écrire, au lieu de vigie-baseline.json dans le dossier
baseline-examples =
    Exemples :
      vigie baseline --by ada --reason "là avant l’arrivée de Vigie"
      vigie baseline --expires 2026-12-31          accepter pour un temps ce qui est nouveau
      vigie baseline --from .secrets.baseline      accepter ce que connaît detect-secrets

    Les entrées gardent leur date, leur nom et leur raison ; celles dont il ne reste rien sont retirées.

hash = Afficher le SHA-256 de la valeur de l’entrée standard, pour une liste d’autorisation
hash-examples =
    Exemples :
      printf %s "$VALUE" | vigie hash
      vigie hash < fichier-avec-la-valeur

    Un saut de ligne final n’est pas compté. La valeur n’est montrée nulle part.

import = Afficher ce qu’autorise la configuration d’un autre outil, pour vigie.toml
import-FILE = Une configuration de gitleaks, ou une ligne de base de detect-secrets pour ce qu’elle exclut
import-examples =
    Exemples :
      vigie import .gitleaks.toml >> vigie.toml

    Ce qui ne peut pas être repris est dit sur la sortie d’erreur. Un .gitleaksignore et les constats
    d’une ligne de base de detect-secrets sont lus par `vigie baseline --from FILE`.

generate = Faire des tableaux de bord, des alertes et des procédures d’intervention de ce que le code émet
generate-WHAT = Ce qu’il faut faire
generate-PATH = Le dossier dont le code en est la source
generate--out-dir = Le dossier où l’écrire
generate--component = Seulement pour le composant de ce nom ou de ce chemin
generate--dry-run = Dire ce qui serait écrit, et ne rien écrire
generate--check = Ne rien écrire, et sortir avec 1 quand quelque chose le serait
generate-examples =
    Exemples :
      vigie generate all                            tout, dans observability/
      vigie generate alerts --out-dir ops           les règles d’alerte et leurs tests
      vigie generate dashboards --component checkout
      vigie generate all --check                    pour la CI : tout est-il encore à jour ?

    Ce qui a été écrit peut être modifié : une partie que vous changez est alors à vous, et n’est plus
    réécrite. Relancez la commande quand le code a changé.

rules = Montrer les règles en vigueur, ou vérifier vos propres paquets
rules-examples =
    Exemples :
      vigie rules list --kind secret
      vigie rules show aws-access-key-id
      vigie rules check my-packs
rules-list = Lister toutes les règles en vigueur
rules-list--kind = Seulement les règles de cette nature
rules-show = Montrer une règle ; `vigie explain` en est l’abrégé
rules-show-RULE = L’identifiant de la règle, tel que les constats le nomment
rules-check = Vérifier vos propres paquets : leur forme, et que leurs exemples trouvent ce qu’ils disent
rules-check-DIR = Le dossier qui les contient

explain = Dire ce que cherche une règle, pourquoi, et comment corriger ce qu’elle trouve
explain-RULE = L’identifiant de la règle, tel que les constats le nomment
explain-examples =
    Exemples :
      vigie explain aws-access-key-id
      vigie explain go/zap

model = Vérifier ce qu’un dépôt dit de lui-même, comme son registre des secrets
model-examples =
    Exemples :
      vigie model check secrets.yaml
      vigie model check secrets.yaml --format json | jq .badge
model-check = Vérifier des fichiers : code de sortie 1 quand l’un d’eux a une erreur
model-check-examples =
    Exemples :
      vigie model check secrets.yaml
      vigie model check secrets.yaml --format json | jq .badge
model-check-FILES = Les fichiers
model-check--kind = Ce qu’ils sont
model-check--format = Comment c’est dit

secrets = Planifier ce qu’il faut faire d’un secret
secrets-examples =
    Exemples :
      vigie secrets rotate DB_PASSWORD > plan.md
      vigie secrets rotate db-password ../shop --format json

    La valeur n’est jamais demandée, montrée ni conservée.
secrets-rotate = Afficher comment renouveler un secret : chaque endroit, chaque consommateur, l’ordre, le retour en arrière
secrets-rotate-examples =
    Exemples :
      vigie secrets rotate DB_PASSWORD > plan.md
      vigie secrets rotate db-password ../shop --format json

    La valeur n’est jamais demandée, montrée ni conservée.
secrets-rotate-NAME = Son nom, écrit comme on veut, ou l’un de ses alias
secrets-rotate-PATH = Le dossier qui l’utilise
secrets-rotate--format = Comment il est écrit
secrets-rotate--register = Le registre des secrets, depuis la racine du dossier, au lieu de secrets.yaml

audit = Vérifier une piste d’analyses, ou l’attestation signée de l’une d’elles
audit-examples =
    Exemples :
      vigie scan --audit audit.jsonl                          un enregistrement de plus, chaîné au dernier
      vigie scan --audit audit.jsonl --sign-key key.pem       et signé
      vigie scan --out-dir reports --attest scan.intoto.json --sign-key key.pem
      vigie audit verify audit.jsonl --key public.pem
      vigie audit verify scan.intoto.json --key public.pem

      openssl genpkey -algorithm ed25519 -out key.pem         une clé
      openssl pkey -in key.pem -pubout -out public.pem        sa moitié publique
audit-verify = Dire si une piste ou une attestation est telle qu’elle a été écrite : code de sortie 1 sinon
audit-verify-examples =
    Exemples :
      vigie scan --audit audit.jsonl                          un enregistrement de plus, chaîné au dernier
      vigie scan --audit audit.jsonl --sign-key key.pem       et signé
      vigie scan --out-dir reports --attest scan.intoto.json --sign-key key.pem
      vigie audit verify audit.jsonl --key public.pem
      vigie audit verify scan.intoto.json --key public.pem

      openssl genpkey -algorithm ed25519 -out key.pem         une clé
      openssl pkey -in key.pem -pubout -out public.pem        sa moitié publique
audit-verify-FILE = Une piste écrite par --audit, ou une attestation écrite par --attest
audit-verify--key = La clé publique Ed25519 qui doit l’avoir signée (PEM)

template = Afficher un fichier commenté pour commencer
template-MODEL = De quoi
template-examples =
    Exemples :
      vigie template secret > secrets.yaml

schema = Afficher le JSON Schema d’une sortie, de vigie.toml, d’une ligne de base ou d’un registre
schema-DOCUMENT = De quoi

config = Montrer la configuration en vigueur
config-examples =
    Exemples :
      vigie config show --origin
      vigie config show > vigie.toml
config-show = Afficher tous les réglages en vigueur, sous la forme d’un vigie.toml
config-show-PATH = Le dossier qui serait analysé
config-show--origin = Dire à côté de chaque valeur d’où elle vient

completions = Afficher un script de complétion pour un interpréteur de commandes
completions-SHELL = Pour quel interpréteur
completions-examples =
    Exemples :
      vigie completions bash > ~/.local/share/bash-completion/completions/vigie
      vigie completions fish > ~/.config/fish/completions/vigie.fish
