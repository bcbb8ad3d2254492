/** LZ4 frames (https://github.com/Benzinga/lz4js). */
declare module "lz4js" {
  export function decompress(frame: Uint8Array, maxSize?: number): Uint8Array;
}
