# Chaque mot qu’une personne lit, en français. Les identifiants et leurs arguments sont ceux de
# en.ftl ; docs/francais.md tient le glossaire : un terme par notion, et toujours le même.
# En français 0 et 1 prennent le singulier : la forme « one » affiche donc le nombre.

## Constats

finding-leak-log = { $subject } ({ $data }) est écrit dans un journal
finding-leak-metric = { $subject } ({ $data }) devient l’étiquette d’une métrique
finding-leak-span = { $subject } ({ $data }) devient l’attribut d’un span
finding-leak-error = { $subject } ({ $data }) entre dans le texte d’une erreur
finding-leak-url = { $subject } ({ $data }) entre dans une adresse
finding-leak-command = { $subject } ({ $data }) figure sur une ligne de commande
finding-leak-object = { $subject } est journalisé en entier et contient des données à ne pas divulguer ({ $data })
finding-leak-request = { $subject } est journalisé en entier : tout ce que l’expéditeur a mis dans la requête
finding-leak-input = { $subject } vient d’une requête et entre dans le texte d’un journal
finding-secret = { $title } en clair
finding-secret-named = { $title } en clair, sous le nom { $name }
finding-metric-nowhere = Rien n’émet { $name }
finding-metric-nowhere-near = Rien n’émet { $name } ; le plus proche est { $near }
finding-label-missing = { $name } n’a pas d’étiquette { $label }, seulement { $labels }
finding-rate-on-gauge = { $name } est une jauge, dont un taux ne veut rien dire
finding-quantile-without-histogram = { $name } n’est pas un histogramme et n’a pas de classes dont tirer un quantile
finding-counter-without-rate = { $name } est un compteur, et il est comparé tel quel
finding-alert-without-severity = L’alerte { $name } n’a pas de gravité
finding-alert-without-summary = L’alerte { $name } ne dit pas ce qu’elle signifie
finding-alert-without-runbook = L’alerte { $name } n’a pas de procédure d’intervention
finding-duplicate-alert = L’alerte { $name } figure deux fois dans son groupe
finding-panel-without-query = Le panneau { $name } n’a pas de requête
finding-recording-rule-unused = Rien ici ne demande { $name }
finding-receiver-undefined = Le destinataire { $name } n’est pas défini
finding-alert-without-receiver = L’alerte { $name } va à { $receiver }, qui ne prévient personne
finding-datasource-undefined = La source de données ${ $name } est demandée et n’est pas une variable du tableau de bord
finding-datasource-not-provided = La source de données { $name } n’est pas de celles qui sont fournies ici
finding-component-unwatched = Personne ne surveille les { $count } métriques de { $name }
finding-errors-unheard = Personne n’est averti des { $count } erreurs journalisées par { $name }
finding-scrape-without-metrics = { $name } est collecté, et son code ne mesure rien
finding-metrics-without-scrape = { $name } se mesure et personne ne le collecte, alors que d’autres le sont
finding-log-text-nowhere = Rien n’écrit « { $name } » dans les journaux ; le plus proche est « { $near } »
finding-receiver-unused = Aucune route n’envoie d’alertes à { $name }
finding-collector-part-undefined = { $name } est utilisé sans être défini
finding-collector-part-unused = { $name } est défini, et aucun pipeline ne s’en sert
finding-default = { $name } se rabat sur un secret écrit ici
finding-never-provided = { $name } est demandé, et aucun endroit du dépôt ne le fournit
finding-never-read = { $name } est demandé dans un modèle, et rien ne le lit
finding-same-value = Le même secret figure à { $count } endroits

finding-undeclared =
    { $count ->
        [one] { $name } est demandé, et le registre ne le déclare pas
       *[other] { $name } est demandé à { $count } endroits, et le registre ne le déclare pas
    }
finding-unused = { $name } est déclaré, et rien ne le demande
finding-overdue =
    { $there ->
        [yes] La rotation de { $name } dans { $environment } était due le { $day }
       *[no] La rotation de { $name } était due le { $day }
    }
finding-expired =
    { $there ->
        [yes] { $name } a expiré dans { $environment } le { $day }
       *[no] { $name } a expiré le { $day }
    }
finding-expires-soon =
    { $there ->
        [yes] { $name } expire dans { $environment } le { $day }
       *[no] { $name } expire le { $day }
    }

finding-weak-key = { $subject } a une clé faible : { $key } de { $bits } bits
finding-weak-signature = { $subject } est signé avec { $signature }
finding-over = { $subject } a expiré le { $day }
finding-soon = { $subject } expire le { $day }
finding-unsigned = { $subject } sans signature

## Le registre des secrets

model-tab = cette ligne est décalée par une tabulation, et YAML n’admet que des espaces
model-no-list = la liste `secrets` manque
model-no-list-hint = un registre est `secrets:` suivi de ses entrées ; `vigie template secret` en affiche un
model-list = `secrets` n’est pas une liste
model-list-hint = écrivez en dessous chaque entrée sous la forme `- name: NOM`
model-version = cette version du registre n’est pas connue ; la seule est 1
model-entry = une entrée n’est pas une liste de clés
model-entry-hint = écrivez-la sous la forme `- name: NOM`, ses autres clés sous `name`
model-unknown-key = la clé `{ $key }` n’existe pas ici
model-keys = les clés sont : { $keys }
model-key-meant = vouliez-vous dire `{ $key }` ?
model-twice = `{ $key }` figure ici deux fois
model-missing = `{ $key }` manque
model-empty = `{ $key }` ne dit rien
model-text = `{ $key }` attend un texte
model-texts = `{ $key }` attend une liste de textes
model-day = `{ $key }` n’est pas une date ; une date s’écrit 2026-03-31
model-interval = `{ $key }` n’est pas une durée ; une durée s’écrit 90d, 12w, 6m, 1y ou never
model-word = `{ $key }` n’est pas l’un des mots admis
model-words = les mots admis sont : { $words }
model-word-meant = vouliez-vous dire `{ $word }` ? les mots admis sont : { $words }
model-environments = `{ $key }` attend une liste : des noms, ou des entrées avec `name`
model-ownerless = personne ne répond de { $name }
model-ownerless-hint = nommez une équipe ou une personne : `owner: team-payments`
model-open = { $name } n’indique pas { $key }
model-same = { $name } est aussi un nom de l’entrée de la ligne { $line }
model-value = `{ $key }` contient une valeur, et un registre n’en contient aucune
model-secret = { $title } figure ici, et un registre ne contient aucune valeur
model-random = ce qui figure ici a l’air d’une valeur, et un registre n’en contient aucune
model-value-hint = retirez-la, renouvelez le secret, et indiquez dans `location` où la valeur est gardée

## Vocabulaires

signal-log = journaux
signal-metric = métriques
signal-trace = spans
signal-event = événements
signal-error-report = rapports d’erreur
signal-health = santé
signal-audit = audit
signal-profile = profils

level-trace = trace
level-debug = debug
level-info = info
level-warn = warn
level-error = error
level-fatal = fatal
level-open = décidé à l’exécution

instrument-counter = compteur
instrument-updowncounter = compteur à double sens
instrument-gauge = jauge
instrument-histogram = histogramme
instrument-summary = résumé
instrument-timer = chronomètre
instrument-meter = mesure de débit
instrument-set = ensemble
instrument-info = info
instrument-unknown = inconnu

severity-info = info
severity-low = faible
severity-medium = moyenne
severity-high = élevée
severity-critical = critique

confidence-possible = possible
confidence-likely = probable
confidence-confirmed = confirmée

source-environment = environnement
source-ci = secret de CI
source-kubernetes = Secret Kubernetes
source-vault = coffre-fort
source-env-file = fichier d’environnement
source-configuration = configuration
source-encrypted = fichier chiffré
role-declares = le déclare
role-provides = le fournit
role-injects = le transmet
role-reads = le lit
because-name = son nom
because-store = emplacement réservé aux secrets
because-key = la clé demandée
because-marked = marqué comme sensible

observer-alert = alertes
observer-recording-rule = règles d’enregistrement
observer-dashboard = tableaux de bord
observer-panel = panneaux
observer-variable = variables de tableaux de bord
observer-annotation = annotations de tableaux de bord
observer-slo = objectifs
observer-scrape = collectes
observer-route = routes d’alertes
observer-receiver = destinataires d’alertes
observer-datasource = sources de données
observer-pipeline = pipelines
observer-shipper = expéditeurs de journaux
observer-backend = systèmes de réception
observer-notification = notifications de tâches
observer-probe = sondes

verdict-emitted = émis ici
verdict-matches-composed = peut-être un nom composé à l’exécution
verdict-recorded-here = enregistré par une règle d’ici
verdict-platform = fourni par la plateforme ou l’environnement d’exécution
verdict-third-party = fourni par un autre produit
verdict-unknown = inconnu
verdict-nowhere = nulle part

context-product = livré
context-test = dans les tests
context-documentation = dans la documentation
context-foreign = code tiers ou généré

skip-binary = binaire
skip-too-large = trop volumineux, non lu
skip-too-large-to-parse = trop volumineux pour l’analyse syntaxique, fouillé pour les secrets seulement
skip-unreadable = illisible
skip-syntax-errors = erreurs de syntaxe, ce qui a pu être analysé a servi
skip-timed-out = analyse syntaxique trop longue, fouillé pour les secrets seulement
skip-panicked = l’analyse de ce fichier a échoué
skip-archive = son contenu n’a pas été lu en entier

suppressed-by-mark = par une marque dans le source
suppressed-by-allow-list = par la liste d’autorisation
suppressed-by-baseline = par la ligne de base
unused-nothing-found = rien n’est trouvé là
unused-no-rule = ne nomme aucune règle
unused-no-reason = ne donne pas de raison
unused-expired = son dernier jour est passé
unused-gone = n’existe plus

component-none = sans composant
yes = oui
no = non
and-more = … et { $count } de plus
counted = { $what } ({ $count })
counted-severity = { $what } { $count }
note-through = à travers { $wrapper }
note-history =
    { $head ->
        [yes] depuis { $commit }
       *[no] depuis { $commit }, absent du commit extrait
    }
column-by = Par
column-entry = Marque ou entrée
column-why = Pourquoi
note-days =
    { $days ->
        [one] chaque jour
       *[other] tous les { $days } jours
    }
note-until = jusqu’au { $day }
note-way = par les lignes { $steps }
note-touches = concerne { $controls }
note-copies = la même valeur figure à { $count } endroits

## Rotation

title-rotation = Rotation de { $name }
rotation-intro = Dans cet ordre, la nouvelle valeur fonctionne avant que l’ancienne ne cesse, et le retour en arrière reste possible tant que l’ancienne n’est pas révoquée. Ce plan n’a pas besoin de la valeur et ne la contient nulle part.
rotation-names = Ses noms :
rotation-undeclared = Le registre des secrets ne le déclare pas : personne n’est désigné pour en répondre.
section-places = Endroits
section-consumers = Consommateurs
section-steps = Étapes
section-back = Retour en arrière
rotation-no-places = Aucun fichier de ce dépôt ne le nomme.
rotation-no-consumers = Aucun consommateur n’est déclaré et aucun n’a été trouvé : interrogez son propriétaire avant de révoquer l’ancienne valeur.
rotation-open = en clair
rotation-same-value = la même valeur
rotation-mentioned = mentionné
rotation-both = { $name }, déclaré et trouvé
rotation-declared-only = { $name }, déclaré ; aucun fichier de ce dépôt ne montre comment il le demande
rotation-seen-only = { $name }, trouvé et non déclaré
rotation-create = Créez une nouvelle valeur à côté de l’ancienne, avec les mêmes droits et pas davantage.
rotation-store = Déposez la nouvelle valeur là où les consommateurs la prennent. Gardez-y l’ancienne sous la main, comme version antérieure.
rotation-store-here = { $storage }, à { $location }, gardé par { $owner }
rotation-store-there = dans { $environment } : { $storage }, à { $location }, gardé par { $owner }
rotation-roll = Faites passer les consommateurs à la nouvelle valeur, l’un après l’autre : redémarrez ou déployez chacun pour qu’il la lise.
rotation-consumer = { $name }
rotation-verify = Vérifiez que chaque consommateur fonctionne et, par le journal du fournisseur ou la date de dernier usage, que plus personne n’utilise l’ancienne valeur.
rotation-remove = Retirez la valeur des endroits où elle figure en clair, et faites-la demander par son nom. Elle reste dans l’historique : seule sa révocation lui ôte toute valeur.
rotation-revoke = Révoquez l’ancienne valeur.
rotation-record = Inscrivez la date dans last_rotation, et la nouvelle expiration, dans le registre.
rotation-declare = Déclarez-le dans le registre : `vigie template secret` montre ce que dit une entrée.
rotation-back-store = Tant que l’ancienne valeur n’est pas révoquée : remettez-la là où les consommateurs la prennent (elle y est la version antérieure).
rotation-back-roll = Ramenez les consommateurs dans le même ordre, vérifiez-les, et révoquez la nouvelle valeur.
rotation-back-late = Une fois l’ancienne valeur révoquée, aucun retour n’est possible : créez une autre valeur et avancez par les mêmes étapes.
column-usage = Usage
column-scope = Portée

## Diagramme

map-sources = d’où viennent les valeurs
map-names = secrets demandés
map-handed = transmis sous le nom
map-exposed = secrets en clair
map-components = composants
map-signals = signaux
map-libraries = bibliothèques
map-more = et { $count } de plus
map-nothing = rien trouvé

## Markdown

title-all = Inventaire de { $name }
title-observability = Inventaire d’observabilité de { $name }
title-secrets = Inventaire des secrets de { $name }
inventory-intro = Ce que ce logiciel émet quand il tourne, les secrets qu’il contient et ceux qu’il demande, d’après ses seuls fichiers. Un endroit se lit chemin, ligne et colonne.
scanned =
    { $files ->
        [one] { $files } fichier lu, { $bytes }.
       *[other] { $files } fichiers lus, { $bytes }.
    }
scanned-skipped =
    { $count ->
        [one] { $count } n’a pas été lu en entier.
       *[other] { $count } n’ont pas été lus en entier.
    }

section-overview = Vue d’ensemble
section-components = Composants
section-signals = Signaux
section-map-points = Carte de ce qui est émis
section-logs = Instructions de journalisation : { $level }
section-metrics = Métriques
section-spans = Spans
section-others = Événements, rapports d’erreur et autres signaux
section-observers = Qui écoute
section-nowhere = Écouté, et introuvable
section-of-observers = Observateurs : { $kind }
section-map-secrets = Carte des secrets
section-findings = Constats
section-suppressed = Constats qui ne comptent pas
section-unused = Marques et entrées qui n’écartent rien
section-declarations = Secrets déclarés
section-certificates = Certificats
section-lifetimes = Jetons à durée limitée
section-references-secrets = Secrets demandés
section-references-settings = Réglages demandés
section-skips = Fichiers non lus en entier
section-limits = Limites

count-statements =
    { $count ->
        [one] { $count } instruction.
       *[other] { $count } instructions.
    }
no-points = Rien qui émette de la télémétrie n’a été trouvé.
no-findings = Aucun constat.
no-observers = Rien qui écoute n’a été trouvé : ni règles, ni tableaux de bord, ni collectes, ni pipelines.
watched =
    { $watched ->
        [one] { $watched } métrique sur { $all } est écoutée
       *[other] { $watched } métriques sur { $all } sont écoutées
    } par ce qui figure dans ce dépôt.
note-watched =
    { $count ->
        [one] { $count } observateur
       *[other] { $count } observateurs
    }
note-partial = n’a pas pu être lu en entier
no-references = Aucun endroit ne demande de secret par son nom.
no-skips = Chaque fichier a été lu en entier.

overview-target = Nom
overview-revision = Commit
overview-tool = Outil
overview-rules = Empreinte des règles
overview-settings = Empreinte des réglages
overview-files = Fichiers lus
overview-bytes = Taille
overview-parsed = Fichiers analysés
overview-skipped = Fichiers non lus en entier
overview-languages = Fichiers par langage
overview-points = Points
overview-test-points = Points dans les tests
overview-findings = Constats
overview-references = Références

column-observers = Observateurs
column-verdict = Noms utilisés
column-names = Noms
column-nearest = Nom le plus proche
column-used-by = Utilisé par
column-within = Fait partie de
column-uses = Écoute
column-what = Quoi
column-value = Valeur
column-component = Composant
column-folder = Dossier
column-points = Points
column-signals = Par signal
column-findings = Constats
column-references = Références
column-signal = Signal
column-level = Niveau
column-statements = Instructions
column-library = Bibliothèque
column-message = Message
column-fields = Champs
column-place = Endroit
column-places = Endroits
column-function = Fonction
column-notes = Notes
column-name = Nom
column-instrument = Type
column-unit = Unité
column-labels = Étiquettes
column-help = Aide
column-attributes = Attributs
column-severity = Gravité
column-confidence = Confiance
column-rule = Règle
column-mask = Masque
column-source = Source
column-subject = Sujet
column-issuer = Émetteur
column-from = Du
column-until = Au
column-key = Clé
column-signature = Signature
column-kind = Nature
column-type = Type
column-owner = Propriétaire
column-storage = Stockage
column-rotation = Rotation
column-last-rotation = Dernière rotation
column-expiry = Expiration
column-classification = Classification
column-consumers = Consommateurs
column-declared = Déclaré
column-default = Valeur par défaut dans le code
column-role = Rôle de l’endroit
column-because = Secret d’après
column-into = Transmis sous le nom
column-consumer = Pour
column-recognised = Reconnu par
column-file = Fichier
column-reason = Raison
column-detail = Détail

rule-weakness = Un cas de CWE-{ $cwe }.
rule-why = Pourquoi c’est important :
rule-fix = Que faire :
rule-revoke = Révoquer :
rule-rotate = Renouveler :
rule-docs = En savoir plus :

limit-holes = Les noms et messages composés à l’exécution sont montrés avec des trous à la place des parties inconnues.
limit-unresolved = Noms qu’un autre fichier aurait dû expliquer, et qu’aucun n’explique : { $count }.
limit-syntax = Fichiers avec des erreurs de syntaxe, dont seul ce qui a pu être analysé a servi : { $count }.
limit-foreign = Fichiers de code tiers, générés ou minifiés, fouillés pour les secrets seulement sauf demande contraire : { $count }.
limit-not-tried = Aucun secret n’a été essayé auprès de son fournisseur : on ne sait pas s’il fonctionne encore.
limit-now = Seuls les fichiers tels qu’ils sont ont été lus, pas leur historique : un secret supprimé peut figurer encore dans un commit antérieur.

card-kind = nature
card-severity = gravité
card-weakness = faiblesse
card-docs = documentation
card-why = pourquoi
card-fix = que faire
card-revoke = révoquer
card-rotate = renouveler
card-examples = trouve, par exemple
card-secret = secret
card-telemetry = télémétrie
card-reference = référence
card-finding = constat

## HTML

html-skip = Aller au contenu
html-contents = Sommaire
html-search = Rechercher
html-search-hint = un nom, un message, un fichier, une ligne de journal collée
html-search-help = Tous les mots doivent figurer. Une ligne de journal entière retrouve l’instruction qui l’écrit.
html-verdict =
    { $count ->
        [0] Rien de gravité élevée ou critique n’a été trouvé.
        [one] { $count } constat de gravité élevée ou critique.
       *[other] { $count } constats de gravité élevée ou critique.
    }
html-rows =
    { $count ->
        [one] { $number } ligne
       *[other] Les { $number } lignes
    }

html-tells = Ce qu’il émet
html-listens = Qui écoute
html-leaks = Ce qui fuit
html-changed = Ce qui a changé
html-sure = Degré de certitude
html-unit-points =
    { $count ->
        [one] endroit qui émet de la télémétrie
       *[other] endroits qui émettent de la télémétrie
    }
html-unit-observers =
    { $count ->
        [one] observateur
       *[other] observateurs
    }
html-unit-findings =
    { $count ->
        [one] constat
       *[other] constats
    }
html-unit-new =
    { $count ->
        [one] constat que la ligne de base n’accepte pas
       *[other] constats que la ligne de base n’accepte pas
    }
html-unit-confirmed = de ce qui est listé est confirmé, non déduit
html-names-nowhere = noms que rien n’émet
html-metrics-unheard = métriques que personne n’écoute ici
html-secrets-asked = secrets demandés par leur nom
html-set-aside = constats écartés
html-accepted = acceptés par la ligne de base
html-gone = acceptés et disparus
html-files-read = fichiers lus
html-files-skipped = fichiers non lus en entier
html-files-foreign = fichiers de code tiers ou générés, non analysés
html-unresolved = noms restés sans explication
html-levels = Instructions de journalisation par niveau

html-findings-lede = Le plus grave d’abord. Chaque ligne est caviardée : la marque est à la place de la valeur. Rien n’a été essayé auprès d’un fournisseur.
html-no-findings = Aucun constat. Aucune valeur de ces fichiers n’a la forme d’un secret, et toute configuration qui écoute correspond à ce que le code émet, pour autant qu’on ait pu le lire.
html-column-found = Ce qui a été trouvé
html-note-owner = { $owner } en répond

html-components-lede = Un composant est le dossier d’un manifeste. Les nombres mènent aux lignes qu’ils comptent.
html-components-caption = Composants, ce qu’émet chacun et qui le surveille
html-says-nothing = rien
html-nobody = personne
html-somebody = quelqu’un

html-map = Le chemin de la télémétrie
html-map-lede = Des composants aux signaux qu’ils émettent, aux systèmes dont la configuration les écoute ici, et à leurs observateurs. Un trait large représente beaucoup de points, par ordre de grandeur.
html-map-alt = Carte des composants, des signaux, des systèmes qui écoutent et des observateurs ; les tableaux autour contiennent les mêmes chiffres.
html-map-systems = systèmes qui écoutent

html-points = Catalogue de télémétrie
html-points-lede = Chaque instruction du code qui émet quelque chose, à l’endroit où elle figure. Les parties remplies à l’exécution sont montrées comme des trous.
html-points-caption = Tous les endroits qui émettent de la télémétrie
html-no-points = Rien qui émette de la télémétrie n’a été trouvé : ni journal, ni métrique, ni span, ni événement, ni réponse de santé d’une bibliothèque que Vigie connaisse. --rules ajoute des règles pour vos propres bibliothèques.
html-no-text = sans texte propre
html-column-tells = Ce qu’il émet
html-column-watched = Surveillé par

html-messages = Messages des journaux
html-messages-lede = { $statements } instructions écrivent { $messages } messages différents. { $repeated } d’entre eux figurent à plusieurs endroits : le message seul ne dit pas d’où il vient.
html-messages-caption = Messages qui figurent à plusieurs endroits
html-no-messages = Aucune instruction de journalisation avec un message n’a été trouvée.
html-column-times = Fois

html-metrics-caption = Métriques et qui les écoute
html-no-metrics = Aucune métrique nommée n’a été trouvée dans le code.

html-observers-lede = Les configurations de ce dépôt qui écoutent : quoi, et de quels composants cela vient. Une alerte sur une règle d’enregistrement compte pour les composants derrière la règle.
html-observers-caption = Alertes, tableaux de bord et tout ce qui écoute
html-no-observers = Rien n’écoute dans ce dépôt : ni règles, ni tableaux de bord, ni collectes, ni pipelines. S’ils sont tenus ailleurs, analysez-les avec le code.
html-column-watches = Surveille
html-nameless = sans nom
html-asks = ce qu’il demande
html-drift = Ce qu’ils écoutent existe-t-il ?
html-drift-lede = Nombre de noms différents utilisés par chaque sorte d’observateur, selon ce qu’on en sait.
html-drift-kinds-caption = Noms utilisés, par sorte d’observateur et verdict
html-drift-within = Par tableau de bord, groupe ou tâche
html-drift-within-caption = Noms utilisés, par tableau de bord, groupe ou tâche, et verdict
html-column-all = Tous
html-nowhere-lede = Ces noms ont l’air d’appartenir au dépôt, et aucun endroit du code ne les émet. Une alerte sur l’un d’eux ne se déclenche jamais.
html-nowhere-caption = Noms que rien n’émet

html-secrets-lede = Chaque secret demandé par son nom, et son chemin dans le dépôt : déclaré, fourni, transmis, lu. Aucune valeur n’est connue ni montrée.
html-secrets-caption = Secrets demandés, par nom
html-no-secrets = Aucun endroit ne demande de secret par son nom.
html-column-declared = Déclaré
html-column-provided = Fourni
html-column-handed = Transmis
html-column-read = Lu
html-column-register = Dans le registre
html-column-secret = Secret
html-step-key = clé
html-step-into = sous le nom
html-step-for = pour
html-step-from = reçoit
html-references = Références
html-references-lede = Chaque endroit qui demande un secret ou un réglage par son nom, ou qui en fournit un.
html-references-caption = Toutes les références à un secret ou à un réglage
html-no-references = Aucun endroit ne demande de secret ni de réglage par son nom.
html-declarations-caption = Ce que déclare le registre des secrets
html-lifetimes = Certificats et jetons à durée limitée
html-lifetimes-caption = Certificats et jetons, le premier à expirer en tête
html-limits = Limites et fichiers non lus

# Le script met des nombres à la place de {n}, {m}, {a} et {b}.
html-script-rows = {"{n}"} lignes sur {"{m}"}
html-script-hits = {"{n}"} lignes trouvées
html-script-page = {"{a}"}–{"{b}"} sur {"{n}"}
html-script-all = tout
html-script-back = Précédent
html-script-next = Suivant
html-script-reset = Tout afficher
html-script-none = Aucune ligne ne correspond.
html-script-sort = trier par {"{n}"}

## SARIF, toujours en anglais dans le fichier

sarif-left-out =
    { $count ->
        [one] { $count } résultat a été laissé de côté : les lecteurs de ce format ne gardent que les { $kept } plus graves.
       *[other] { $count } résultats ont été laissés de côté : les lecteurs de ce format ne gardent que les { $kept } plus graves.
    }
sarif-same-line =
    { $count ->
        [one] { $count } autre résultat de cette règle figure sur cette ligne.
       *[other] { $count } autres résultats de cette règle figurent sur cette ligne.
    }
sarif-more-skips =
    { $count ->
        [one] { $count } autre fichier n’a pas été lu en entier.
       *[other] { $count } autres fichiers n’ont pas été lus en entier.
    }
sarif-binary =
    { $count ->
        [one] { $count } fichier binaire n’a pas été lu.
       *[other] { $count } fichiers binaires n’ont pas été lus.
    }

## Terminal

terminal-scanned =
    { $files ->
        [one] { $name } : { $files } fichier, { $bytes }
       *[other] { $name } : { $files } fichiers, { $bytes }
    }
terminal-scanned-at =
    { $files ->
        [one] { $name } ({ $revision }) : { $files } fichier, { $bytes }
       *[other] { $name } ({ $revision }) : { $files } fichiers, { $bytes }
    }
terminal-base = Ce qui a été ajouté depuis { $commit }
terminal-shallow = Ce clone est superficiel : les commits plus anciens n’y étaient pas
terminal-skipped =
    { $count ->
        [one] { $count } fichier non lu en entier : { $reasons }
       *[other] { $count } fichiers non lus en entier : { $reasons }
    }
terminal-points =
    { $count ->
        [one] { $count } point
       *[other] { $count } points
    } dans { $components ->
        [one] { $components } composant
       *[other] { $components } composants
    }{ $tests ->
        [0] { "" }
       *[other] , dont { $tests } dans les tests
    }
terminal-libraries = Bibliothèques
terminal-components = Composants
terminal-metrics =
    { $count ->
        [one] { $count } métrique
       *[other] { $count } métriques
    }
terminal-errors =
    { $count ->
        [one] { $count } journal d’erreur
       *[other] { $count } journaux d’erreur
    }
terminal-observers =
    { $count ->
        [one] { $count } observateur
       *[other] { $count } observateurs
    } : { $kinds }
terminal-verdicts = Ils utilisent { $names } noms : { $verdicts }
terminal-nowhere =
    { $count ->
        [one] Écouté et introuvable : { $count } nom
       *[other] Écoutés et introuvables : { $count } noms
    }
terminal-names =
    { $count ->
        [one] Demande { $count } secret
       *[other] Demande { $count } secrets
    }
terminal-findings =
    { $count ->
        [one] { $count } constat : { $severities }
       *[other] { $count } constats : { $severities }
    }
terminal-suppressed =
    { $count ->
        [one] { $count } autre constat ne compte pas : { $kinds }
       *[other] { $count } autres constats ne comptent pas : { $kinds }
    }
terminal-unused =
    { $count ->
        [one] { $count } marque ou entrée n’écarte rien
       *[other] { $count } marques et entrées n’écartent rien
    }
terminal-more = … { $count } de plus : vigie scan --format markdown --view secrets
terminal-note = note
terminal-way = chemin
terminal-touches = concerne
terminal-help = aide

## Différences

listener-alert = alerte
listener-recording-rule = règle d’enregistrement
listener-dashboard = tableau de bord
listener-panel = panneau
listener-variable = variable de tableau de bord
listener-annotation = annotation de tableau de bord
listener-slo = objectif
listener-scrape = collecte
listener-route = route d’alertes
listener-receiver = destinataire d’alertes
listener-datasource = source de données
listener-pipeline = pipeline
listener-shipper = expéditeur de journaux
listener-backend = système de réception
listener-notification = notification de tâche
listener-probe = sonde

told-log = journal
told-metric = métrique
told-trace = span
told-event = événement
told-error-report = rapport d’erreur
told-health = réponse de santé
told-audit = trace d’audit
told-profile = profil

change-removed = supprimé
change-renamed = renommé
change-retyped = autre type
change-relabelled = autres étiquettes
change-level = niveau
change-added = ajouté

item-removed = supprimé
item-changed = modifié
item-added = ajouté

part-name = nom
part-within = groupe ou tableau de bord
part-expression = expression
part-severity = gravité
part-receiver = destinataire
part-runbook = procédure d’intervention
part-summary = résumé

reason-same-function = même fonction
reason-same-place = mêmes voisins
reason-same-order = même ordre
reason-same-library = même bibliothèque
reason-similar-text = texte semblable
reason-same-help = même aide
reason-same-labels = mêmes étiquettes
reason-same-kind = même nature
reason-same-written = même écriture

diff-title = L’effet de ce changement sur ce qui est émis et sur qui écoute
diff-nothing = { $old } → { $new } : rien n’a changé dans ce qui est émis, dans qui écoute et dans les secrets demandés ({ $points } points, { $observers } observateurs)
diff-compared = { $old } → { $new } : { $points } points et { $observers } observateurs à présent
diff-other-rules = Les deux ont été faits avec des règles ou des réglages différents : une partie de l’écart peut en venir
diff-hidden =
    { $count ->
        [one] { $count } autre entrée n’est pas montrée : --format markdown ou json la contient
       *[other] { $count } autres entrées ne sont pas montrées : --format markdown ou json les contient
    }
diff-cut =
    { $count ->
        [one] … et { $count } autre, laissée de côté pour rester bref
       *[other] … et { $count } autres, laissées de côté pour rester bref
    }
diff-more = et { $count } de plus
diff-root = la racine

diff-section-broken = N’est plus entendu
diff-section-secrets = Secrets en clair
diff-section-anomalies = Sort de l’ordinaire
diff-section-points = Ce qui est émis
diff-section-observers = Qui écoute
diff-section-references = Secrets demandés
diff-section-mended = De nouveau entendu
diff-column-priority = Priorité
diff-column-what = Quoi
diff-column-place = Endroit
diff-column-notes = Notes

diff-count-broken =
    { $count ->
        [one] { $count } observateur rompu
       *[other] { $count } observateurs rompus
    }
diff-count-mended =
    { $count ->
        [one] { $count } observateur rétabli
       *[other] { $count } observateurs rétablis
    }
diff-count-removed =
    { $count ->
        [one] { $count } supprimé
       *[other] { $count } supprimés
    }
diff-count-renamed =
    { $count ->
        [one] { $count } renommé
       *[other] { $count } renommés
    }
diff-count-retyped = { $count } d’un autre type
diff-count-relabelled = { $count } avec d’autres étiquettes
diff-count-level = { $count } d’un autre niveau
diff-count-added =
    { $count ->
        [one] { $count } ajouté
       *[other] { $count } ajoutés
    }
diff-count-moved =
    { $count ->
        [one] { $count } déplacé
       *[other] { $count } déplacés
    }
diff-count-ported =
    { $count ->
        [one] { $count } émis par une autre bibliothèque
       *[other] { $count } émis par une autre bibliothèque
    }
diff-count-secrets-added =
    { $count ->
        [one] { $count } nouveau secret en clair
       *[other] { $count } nouveaux secrets en clair
    }
diff-count-secrets-removed =
    { $count ->
        [one] { $count } secret disparu
       *[other] { $count } secrets disparus
    }
diff-count-references-added =
    { $count ->
        [one] { $count } secret nouvellement demandé
       *[other] { $count } secrets nouvellement demandés
    }
diff-count-references-removed =
    { $count ->
        [one] { $count } secret qui n’est plus demandé
       *[other] { $count } secrets qui ne sont plus demandés
    }

diff-tag-broken = rompu
diff-tag-mended = rétabli
diff-tag-anomaly = inhabituel
diff-lost-name = { $observer } demande { $name }, que plus rien n’émet
diff-lost-perhaps = { $observer } demande { $name }, dont l’émetteur a disparu ; ce qui reste l’est peut-être
diff-lost-label = { $observer } demande à { $name } l’étiquette { $label }, qui n’y est plus
diff-lost-edit = { $observer } a été modifié et demande { $name }, que rien n’émet
diff-found-name = { $observer } entend de nouveau { $name }
diff-found-label = { $observer } retrouve l’étiquette { $label } de { $name }
diff-found-edit = { $observer } a été modifié : il demandait { $name }, que rien n’émet, et entend à présent { $likely }
diff-stood = { $name } se trouvait à { $place }
diff-likely = { $name } s’appelle sans doute { $likely } à présent
diff-point-removed = { $signal } { $name } n’existe plus
diff-point-renamed = { $signal } { $name } s’appelle désormais { $after }
diff-point-retyped = { $signal } { $name } était de type { $before } et est de type { $after }
diff-point-relabelled = { $signal } { $name } a { $after } à la place de { $before }
diff-point-labels-added = { $signal } { $name } a en plus { $after }
diff-point-labels-removed = { $signal } { $name } n’a plus { $before }
diff-point-level = { $signal } { $name } était de niveau { $before } et est de niveau { $after }
diff-point-added = { $signal } { $name } fait son apparition
diff-observer-removed = { $observer } n’existe plus
diff-observer-changed = { $observer } change de { $parts }
diff-observer-added = { $observer } fait son apparition
diff-secret-removed = { $title } n’est plus en clair ici
diff-secret-added = { $title } en clair
diff-secret-added-named = { $title } en clair, sous le nom { $name }
diff-reference-removed = { $name } ({ $source }) n’est plus demandé
diff-reference-added =
    { $count ->
        [one] { $name } ({ $source }) est nouvellement demandé : il faut le fournir là où ceci tourne
       *[other] { $name } ({ $source }) est nouvellement demandé à { $count } endroits : il faut le fournir là où ceci tourne
    }
diff-anomaly-lost = { $component } a perdu bien plus que le reste de ce qu’il émet : il reste { $after } points sur { $before }
diff-anomaly-errors = { $component } a { $after } journaux de niveau error ou fatal, et en avait { $before }
diff-anomaly-labels = { $name } a { $after } étiquettes, et en avait { $before } : chacune multiplie ses séries

diff-note = note
diff-help = aide
diff-and = et
diff-why = pourquoi
diff-was = avant
diff-within = dans
diff-rule = règle
diff-listeners = à l’écoute
diff-listener-broken = { $name } (se rompt)
diff-labels-added = étiquettes ajoutées
diff-labels-removed = étiquettes retirées
diff-believed = tenu pour le même ({ $score } sur 100) : { $reasons }
diff-remaining =
    { $count ->
        [one] { $count } autre point porte encore l’ancien nom
       *[other] { $count } autres points portent encore l’ancien nom
    }
diff-also =
    { $count ->
        [one] de même à { $count } autre endroit
       *[other] de même à { $count } autres endroits
    }
