/** Mixes that come out as declared, whatever their length: cards of a deck are dealt in random order, and then those of the next. Pure. */

/** Parts of a mix, such as `{ put: 70, get: 20, delete: 10 }`. */
export type Mix<Name extends string> = Readonly<Record<Name, number>>;

/** At most as many cards as 100 % have. */
const CARDS = 100;

/**
 * @param chance uniform, from 0 to less than 1
 * @returns deals the next name each time that it is called
 */
export function dealer<Name extends string>(mix: Mix<Name>, chance: () => number = Math.random): () => Name {
  const cards = cardsOf(mix);
  let dealt = cards.length;
  return () => {
    if (dealt === cards.length) dealt = 0;
    // Fisher and Yates, a card at a time.
    const from = dealt + Math.floor(chance() * (cards.length - dealt));
    const card = cards[from] as Name;
    cards[from] = cards[dealt] as Name;
    cards[dealt++] = card;
    return card;
  };
}

/**
 * @param needing what cannot be done while there is no object: it is owed then, and follows when there is one
 * @returns deals what a user does next
 */
export function turnDealer<Name extends string>(
  mix: Mix<Name>,
  needing: readonly Name[],
): (isEmpty: boolean) => Name {
  const deal = dealer(mix);
  const owed: Name[] = [];
  return (isEmpty) => {
    if (!isEmpty && owed.length > 0) return owed.pop() as Name;
    let name = deal();
    while (isEmpty && needing.includes(name)) {
      owed.push(name);
      name = deal();
    }
    return name;
  };
}

/** The fewest cards in which the mix is exact: a short load then comes near it too. */
function cardsOf<Name extends string>(mix: Mix<Name>): Name[] {
  const parts = Object.entries(mix) as [Name, number][];
  const total = parts.reduce((sum, [, part]) => sum + part, 0);
  const least = parts.map(([, part]) => part).reduce(greatestDivisor, 0);
  const each = total / least <= CARDS ? least : total / CARDS;
  return parts.flatMap(([name, part]) => Array<Name>(Math.round(part / each)).fill(name));
}

function greatestDivisor(a: number, b: number): number {
  return b < 1e-9 ? a : greatestDivisor(b, a % b);
}
