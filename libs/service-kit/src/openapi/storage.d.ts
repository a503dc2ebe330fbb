declare module 'class-transformer/cjs/storage.js' {
  import type { TypeMetadata } from 'class-transformer';
  /** Where `@Type()` leaves its classes; the package exports no reader of it. */
  export const defaultMetadataStorage: {
    findTypeMetadata(target: unknown, propertyName: string): TypeMetadata | undefined;
  };
}
