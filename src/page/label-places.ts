/** Where labels of a chart stand so that none lies on another. */

export interface Place {
  left: number;
  top: number;
}

interface Box extends Place {
  right: number;
  bottom: number;
}

/** @param bounds outside of which nothing is to be seen; @param gap between two labels, and their height, in the same unit */
export function labelPlaces(
  bounds: Box,
  height: number,
  gap: number,
): (width: number, wanted: Place[]) => Place | undefined {
  const taken: Box[] = [];
  const boxAt = ({ left, top }: Place, width: number): Box => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
  });
  const isFree = (box: Box) =>
    box.left >= bounds.left &&
    box.right <= bounds.right &&
    box.top >= bounds.top &&
    box.bottom <= bounds.bottom &&
    taken.every((other) => !meets(box, other, gap));
  return (width, wanted) => {
    const place = wanted.find((each) => isFree(boxAt(each, width)));
    if (place !== undefined) taken.push(boxAt(place, width));
    return place;
  };
}

function meets(a: Box, b: Box, gap: number): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom && b.top < a.bottom;
}
