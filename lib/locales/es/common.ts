export const common = {
  'common.close': 'Cerrar',
  'common.cancel': 'Cancelar',
  'common.copy': 'Copiar',
  'common.copied': 'Copiado',
  'common.retry': 'Reintentar',
  'common.delete': 'Eliminar',
  'common.undo': 'Deshacer',
  'common.details': 'Detalles',
  'common.save': 'Guardar',
  'common.clearSearch': 'Borrar la búsqueda',
  'common.loading': 'Cargando…',
  'common.openSettings': 'Abrir los ajustes',
} as const;
