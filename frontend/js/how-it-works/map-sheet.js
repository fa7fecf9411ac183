/** The maps of one convolutional layer, side by side. */

/** @import { FeatureMaps } from "./types.js" */

import { greysOf } from "./png.js";
import * as strings from "./strings.js";
import { tiled } from "./tiles.js";
import { ValuePicture } from "./value-picture.js";

/** Maps in a row: fine ones are worth looking at, and on a phone all need room. */
const NARROW = matchMedia("(max-width: 40rem)");
const FINE = 20; // pixels of a map's side

export class MapSheet {
  figure = document.createElement("figure");

  /**
   * @param {FeatureMaps} maps
   * @param {number} number of the layer, from 1
   */
  static async of(maps, number) {
    const { greys } = await greysOf(maps.sheet);
    return new MapSheet(maps, number, greys);
  }

  /**
   * @param {FeatureMaps} maps
   * @param {number} number
   * @param {readonly number[]} greys of the sheet, row by row
   */
  constructor(maps, number, greys) {
    const caption = document.createElement("figcaption");
    caption.textContent = strings.maps.layer(number, maps.filters.length, maps.width, maps.height);
    const frame = document.createElement("div");
    frame.className = "picture maps";
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    frame.append(canvas);
    this.figure.append(caption, frame);
    const silent = maps.peaks.filter((peak) => peak === 0).length;
    const { values, width } = tiled(maps, greys, columnsFor(maps.width));
    new ValuePicture(frame).showInk(values, width, 255, strings.maps.picture(number, silent));
  }
}

/** @param {number} width of a map */
const columnsFor = (width) => (width > FINE ? 8 : 16) / (NARROW.matches ? 2 : 1);
