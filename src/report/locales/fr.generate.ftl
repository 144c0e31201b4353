# Ce que disent les fichiers écrits par `vigie generate`. Voir fr.ftl pour les règles.
# $value et $job peuvent contenir ce que Prometheus remplit : ils figurent tels quels dans le texte.

generated-preface =
    Écrit par `vigie generate`. Un bloc entre `vigie:begin` et `vigie:end` suit le code :
    il est réécrit quand la commande est relancée. Modifiez un bloc et il est à vous : il reste tel quel.
    Videz-le en gardant ses marques pour vous en défaire. Ce qui est hors des blocs est à vous.
generated-dashboard = Fait d’après ce que le code émet. Un panneau dont vous changez le titre, la sorte, les requêtes ou l’unité est à vous ; les autres suivent le code quand `vigie generate` est relancé.

priority-P0 = Des utilisateurs sont coupés maintenant : réveillez quelqu’un.
priority-P1 = Des utilisateurs sont gênés, ou le seront bientôt : réveillez quelqu’un.
priority-P2 = Quelque chose va gêner si personne ne s’en occupe aujourd’hui.
priority-P3 = À regarder cette semaine.

generated-row-rate = Ce qui est demandé
generated-row-errors = Ce qui échoue
generated-row-duration = Le temps que cela prend
generated-row-saturation = Ce qui se remplit
generated-row-purpose = Ce pour quoi il existe
generated-row-rest = Tout le reste

generated-ratio = { $component } : { $value } d’échecs
generated-ratio-more = Dans { $job }, { $value } de ce que compte { $metric } se termine en échec.
generated-ratio-means = Ce que compte { $metric } échoue bien plus souvent que la normale. Le seuil est un seuil courant : mettez le vôtre à la place.
generated-ratio-look = Regardez d’abord ce qui a changé en dernier : une livraison, une configuration, une dépendance. Les journaux des mêmes minutes disent de quelles erreurs il s’agit.

generated-fatal = { $component } : ce qui ne doit pas arriver est arrivé
generated-fatal-more = { $metric } a augmenté de { $value } dans { $job } en 15 minutes.
generated-fatal-means = { $metric } compte ce qui n’appartient jamais à une journée normale. Une fois suffit.
generated-fatal-look = Trouvez le journal de cet instant, avec sa pile d’appels. Est-ce une instance, ou toutes ?

generated-grows = { $component } : { $metric } augmente
generated-grows-more = { $metric } augmente de { $value } par seconde dans { $job }, depuis une demi-heure.
generated-grows-means = { $metric } compte des erreurs, et continue de compter. On ne connaît rien à quoi le comparer : s’il existe un compteur de toutes les tentatives, comparez avec lui.
generated-grows-look = Quelle étiquette porte les erreurs, et depuis quand ? Si quelques-unes sont normales, écrivez ici combien, et changez le seuil.

generated-slower = { $component } : deux fois plus lent qu’hier
generated-slower-more = Dans { $job }, un centième de ce que chronomètre { $metric } prend plus de { $value } : deux fois plus qu’hier à la même heure.
generated-slower-means = Le centième le plus lent de ce que chronomètre { $metric } est deux fois plus lent que la veille. Si un temps de réponse a été promis, mettez-le à la place d’hier.
generated-slower-look = Y a-t-il plus à faire qu’hier, ou chaque opération prend-elle plus de temps ? Regardez d’abord le trafic, puis ce qui se remplit, puis les traces des plus lentes.

generated-piles = { $component } : le travail en attente s’accumule
generated-piles-more = { $metric } est à { $value } dans { $job } : depuis un quart d’heure, plus de deux fois la moyenne d’une journée.
generated-piles-means = { $metric } dit combien attend : plus de deux fois sa moyenne d’une journée.
generated-piles-look = En entre-t-il davantage, ou en sort-il moins ? Les erreurs et la latence de ce qui le traite le disent.

generated-full = { $component } : plein à { $value }
generated-full-more = { $metric } est à { $value } du maximum dans { $job }.
generated-full-means = { $metric } approche de la limite que le code lui-même publie.
generated-full-look = À quelle vitesse augmente-t-il ? Faites de la place, ou relevez la limite si c’est possible.

generated-not = { $component } : { $metric } signale un défaut
generated-not-more = { $metric } est à 0 depuis cinq minutes dans { $job }.
generated-not-means = { $metric } vaut 1 quand tout va bien, et vaut 0.
generated-not-look = De quoi cela dépend-il, et cette dépendance répond-elle ? Est-ce une instance, ou toutes ?

generated-expires = { $component } : quelque chose expire bientôt
generated-expires-more = Ce que { $metric } date dans { $job } prend fin dans { $value }.
generated-expires-means = { $metric } contient l’instant où quelque chose cesse d’être valable, et c’est dans moins de 14 jours.
generated-expires-look = Qui le renouvelle, et ce renouvellement a-t-il tourné ? Sinon, renouvelez à la main.

generated-stale = { $component } : rien n’a réussi depuis un moment
generated-stale-more = { $metric } a été mis à jour pour la dernière fois il y a { $value } dans { $job }.
generated-stale-means = { $metric } contient l’instant du dernier succès, et c’était il y a plus d’un jour. Mettez le véritable intervalle à la place d’un jour.
generated-stale-look = Cela tourne-t-il ? Si oui, son journal dit pourquoi cela ne réussit pas.

generated-silent = { $component } : on n’entend plus rien
generated-silent-more = { $metric } est toujours là quand { $component } tourne, et personne ne l’a vu depuis dix minutes.
generated-silent-means = { $metric } n’attend aucune étiquette : il est là dès que le composant tourne. À présent aucune instance n’est collectée.
generated-silent-look = Tourne-t-il ? Prometheus le trouve-t-il, et que dit la page des cibles ?

generated-runbook = Procédures d’intervention de { $component }
generated-runbook-empty = Aucune métrique de ce composant n’appelle une alerte par sa sorte et son nom.
generated-emitted = Émis dans
generated-help = Son texte d’aide :
generated-write-down = Notez ce que vous apprenez sous la fin de ce bloc : cela reste.
