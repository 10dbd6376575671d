/** What newer browsers bring by themselves, and the code of the peer stands on. */
interface Scope {
  Promise: PromiseConstructor;
  Symbol: SymbolConstructor;
  DisposableStack?: unknown;
}

/** Gives a browser what it lacks. Before any other code is loaded: classes name `Symbol.dispose`. */
export function fillIn(scope: Scope): void {
  const { Promise: promises, Symbol: symbols } = scope;
  add(promises, 'withResolvers', withResolvers);
  add(symbols, 'dispose', symbols('dispose'));
  add(symbols, 'asyncDispose', symbols('asyncDispose'));
  add(scope, 'DisposableStack', Stack);
  // Not in the class: the symbol may be as new as the class is.
  add(Stack.prototype, symbols.dispose, Stack.prototype.dispose);
}

function add(target: object, name: string | symbol, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

function withResolvers<T>(this: PromiseConstructor): PromiseWithResolvers<T> {
  let resolve: (value: T | PromiseLike<T>) => void = () => undefined;
  let reject: (reason?: unknown) => void = () => undefined;
  const promise = new this<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** The part of the standard's DisposableStack that we use: the last in is the first out, and a fault stops nothing. */
class Stack {
  #ends: (() => void)[] = [];

  use<T extends Disposable | null | undefined>(value: T): T {
    if (value != null) this.defer(() => value[Symbol.dispose]());
    return value;
  }

  adopt<T>(value: T, onDispose: (value: T) => void): T {
    this.defer(() => onDispose(value));
    return value;
  }

  defer(onDispose: () => void): void {
    this.#ends.push(onDispose);
  }

  move(): Stack {
    const moved = new Stack();
    moved.#ends = this.#ends;
    this.#ends = [];
    return moved;
  }

  dispose(): void {
    const faults: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        end();
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length > 0) throw faults[0];
  }
}
