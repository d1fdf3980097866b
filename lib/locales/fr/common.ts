export const common = {
  'common.close': 'Fermer',
  'common.cancel': 'Annuler',
  'common.copy': 'Copier',
  'common.copied': 'Copié',
  'common.retry': 'Réessayer',
  'common.delete': 'Supprimer',
  'common.undo': 'Annuler',
  'common.details': 'Détails',
  'common.save': 'Enregistrer',
  'common.clearSearch': 'Effacer la recherche',
  'common.loading': 'Chargement…',
  'common.openSettings': 'Ouvrir les réglages',
} as const;
