"""Learns to tell three species of iris apart by the sizes of their sepals and petals.

    mvn aml:run                        with the regularization rate of aml_config/local.runconfig
    mvn aml:run -Daml.args="0.1"       with another one

The model is a multinomial logistic regression, trained by gradient descent on two thirds of the
flowers and tested on the rest. It needs nothing but Python and gives the same numbers every time.
"""

import csv
import json
import math
import os
import sys

try:
    from azureml.logging import get_azureml_logger  # There in every run, nothing to install.
except ImportError:  # Started without Maven, by an IDE for example: print the metrics instead.

    class get_azureml_logger:
        def log(self, name, value):
            print(f"{name}: {value}")

SEED = 3
STEPS = 200
LEARNING_RATE = 0.5


def main():
    rate = regularization_rate(sys.argv[1:])
    features, flowers = read_flowers("data/iris.csv")
    species = sorted({name for _, name in flowers})

    shuffle(flowers, SEED)
    test, training = flowers[:50], flowers[50:]
    columns = zip(*(sizes for sizes, _ in training))
    scaling = [mean_and_deviation(column) for column in columns]
    examples = [(scale(sizes, scaling), species.index(name)) for sizes, name in training]
    weights, losses = train(examples, len(species), rate)

    right = 0
    for sizes, name in test:
        chances = probabilities(weights, scale(sizes, scaling))
        if species[chances.index(max(chances))] == name:
            right += 1
    accuracy = right / len(test)
    print(f"Regularization rate is {rate}")
    print(f"Accuracy is {accuracy}")

    # Metrics are kept with the run: "mvn aml:history" shows those of all runs side by side.
    logger = get_azureml_logger()
    logger.log("Regularization Rate", rate)
    logger.log("Accuracy", accuracy)
    logger.log("Loss", losses)

    # Files in outputs/ are kept with the run: "mvn aml:download" fetches them. Others are not kept.
    os.makedirs("outputs", exist_ok=True)
    with open("outputs/model.json", "w") as file:
        model = {
            "classes": species,
            "features": features,
            "mean": rounded(mean for mean, _ in scaling),
            "scale": rounded(deviation for _, deviation in scaling),
            "weights": [rounded(row[:-1]) for row in weights],
            "bias": rounded(row[-1] for row in weights),
        }
        json.dump(model, file)
    with open("outputs/loss.svg", "w") as file:
        file.write(plot(losses, f"Loss at regularization rate {rate}"))


def regularization_rate(arguments):
    """How strongly large weights are held down: the script's only argument, 0.01 if there is none."""
    try:
        rate = float(arguments[0]) if arguments else 0.01
    except ValueError:
        rate = math.nan
    if len(arguments) > 1 or not 0 <= rate < math.inf:
        given = " ".join(arguments)
        print(f"the regularization rate must be one number from 0 up, not '{given}'", file=sys.stderr)
        sys.exit(2)
    return rate


def read_flowers(path):
    """The names of the features, and each flower's sizes in centimetres with its species."""
    with open(path, newline="") as file:
        header, *rows = csv.reader(file)
    return header[:-1], [([float(size) for size in row[:-1]], row[-1]) for row in rows]


def shuffle(items, seed):
    """Mixes a list in the same way each time, in every version of every language."""
    for last in range(len(items) - 1, 0, -1):
        seed = seed * 48271 % 2147483647
        other = seed % (last + 1)
        items[last], items[other] = items[other], items[last]


def mean_and_deviation(values):
    mean = total(values) / len(values)
    return mean, math.sqrt(total((value - mean) * (value - mean) for value in values) / len(values))


def scale(sizes, scaling):
    """The sizes on a common scale, and a constant 1, whose weight is the bias."""
    return [(size - mean) / deviation for size, (mean, deviation) in zip(sizes, scaling)] + [1.0]


def train(examples, classes, rate):
    """The weights, a row for each class, and the loss before every tenth step."""
    width = len(examples[0][0])
    weights = [[0.0] * width for _ in range(classes)]
    losses = []
    for step in range(STEPS + 1):
        loss = 0.0
        slopes = [[0.0] * width for _ in range(classes)]
        for inputs, truth in examples:
            chances = probabilities(weights, inputs)
            loss -= math.log(chances[truth])
            for c in range(classes):
                error = chances[c] - (1.0 if c == truth else 0.0)
                for i in range(width):
                    slopes[c][i] += error * inputs[i]
        if step % 10 == 0:
            squares = total(weight * weight for row in weights for weight in row[:-1])
            losses.append(round(loss / len(examples) + rate / 2 * squares, 6))
        for c in range(classes):
            for i in range(width):
                weights[c][i] -= LEARNING_RATE * slopes[c][i] / len(examples)
                if i < width - 1:  # Not the bias. To divide is stable, however large the rate is.
                    weights[c][i] /= 1 + LEARNING_RATE * rate
    return weights, losses


def probabilities(weights, inputs):
    """How likely each class is."""
    scores = [total(weight * value for weight, value in zip(row, inputs)) for row in weights]
    highest = max(scores)  # Taken off so that no power can overflow.
    powers = [math.exp(score - highest) for score in scores]
    whole = total(powers)
    return [power / whole for power in powers]


def total(values):
    """Adds from left to right. Python's sum() became more exact in 3.12; the runs shall be equal."""
    result = 0.0
    for value in values:
        result += value
    return result


def rounded(values):
    return [round(value, 6) for value in values]


def plot(losses, title):
    """A line chart as SVG, which any browser shows."""
    unit = 0.25  # Between two of the grid's lines: 0.25, 0.5, 1, 2 ...
    while 5 * unit < max(losses):
        unit *= 2
    steps = len(losses) - 1
    svg = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320"'
        ' font-family="sans-serif" font-size="12">',
        '<rect width="480" height="320" fill="white"/>',
        f'<text x="260" y="24" text-anchor="middle" font-size="15">{title}</text>',
        '<text x="260" y="310" text-anchor="middle">step</text>',
        '<text x="16" y="155" text-anchor="middle" transform="rotate(-90 16 155)">loss</text>',
    ]
    for tick in range(6):
        x, y = 60 + 80 * tick, 270 - 46 * tick
        svg += [
            f'<line x1="60" y1="{y}" x2="460" y2="{y}" stroke="lightgray"/>',
            f'<text x="54" y="{y + 4}" text-anchor="end">{unit * tick:.2f}</text>',
            f'<text x="{x}" y="288" text-anchor="middle">{STEPS * tick // 5}</text>',
        ]
    points = " ".join(
        f"{60 + 400 * i / steps:.1f},{270 - 46 * loss / unit:.1f}" for i, loss in enumerate(losses)
    )
    svg += [
        '<polyline points="60,40 60,270 460,270" fill="none" stroke="black"/>',
        f'<polyline points="{points}" fill="none" stroke="royalblue" stroke-width="2"/>',
        "</svg>",
    ]
    return "\n".join(svg) + "\n"


if __name__ == "__main__":
    main()
