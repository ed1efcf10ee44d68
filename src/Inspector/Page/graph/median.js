/** The median of numbers, of two middle ones their mean; null of none. Sorts the numbers. */
export function median(numbers) {
  if (numbers.length === 0) return null;
  numbers.sort((a, b) => a - b);
  const middle = numbers.length >> 1;
  return numbers.length % 2 === 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}
