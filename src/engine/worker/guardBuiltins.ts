import buffer from "node:buffer";
import crypto from "node:crypto";
import fs from "node:fs";
import promises from "node:fs/promises";
import module from "node:module";
import os from "node:os";
import path from "node:path";
import timers from "node:timers/promises";
import url from "node:url";
import util from "node:util";
import vm from "node:vm";
import threads from "node:worker_threads";
import zlib from "node:zlib";
import { watchBuiltins, type GrowingWatch } from "../realm/builtins";

/** What this thread itself calls, and its LFs by way of it. */
const used = { buffer, crypto, fs, "fs/promises": promises, module, os, path, "timers/promises": timers, url, util, vm, zlib };

/**
 * Protects the built-ins of this thread from LFs, which share them with what they are handed of it: clones, the console, the SDK.
 * Nothing may be added to what all inherit from, the lists of `tokens()` do for each what they do for the others, and nobody gets from
 * a function to the maker of functions, whose code would run out here. What can be changed even so is watched.
 */
export function guardBuiltins(): GrowingWatch {
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) hideMaker(Object.getPrototypeOf(kind) as object);
  for (const shared of [Object.prototype, Function.prototype]) Object.preventExtensions(shared);
  Object.freeze(Array.prototype);
  const builtins = watchBuiltins();
  builtins.add("", globalThis);
  builtins.add("worker_threads", threads);
  for (const [name, exported] of Object.entries(used)) builtins.add(name, exported);
  return builtins;
}

/** @param prototype what all functions of a kind inherit from */
function hideMaker(prototype: object): void {
  const { name } = prototype.constructor;
  const refuse = function (): never {
    throw new TypeError(`${name}() makes no functions of text here. Write the function itself.`);
  };
  Object.defineProperty(refuse, "name", { value: name });
  Object.defineProperty(prototype, "constructor", { value: refuse, writable: true, enumerable: false, configurable: true });
}
