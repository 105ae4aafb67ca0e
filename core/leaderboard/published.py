"""What others published about GTZAN, by protocol, and how far anybody can get on it: facts with their citation.

Only figures whose protocol is one of this project's are here. Left out on purpose: E2E-synth of Kroher et al. 2024,
which was tested on synthetic clips; five-fold scores (Buisson et al. 2022), which keep no artist apart; the masked
network of Medhat et al. 2017 that Kroher et al. quote without a protocol; and this project's own reference
measurements, which anybody can train here as runs, with an interval.
"""

from dataclasses import dataclass

DATASET = "gtzan"
N_SEGMENTS = 9_990  # of 3 s in all of GTZAN, the rows of its public features_3_sec.csv
NO_TEST_SET = "best validation value, no separate test set"
_NO_SOURCE = "as collected for this project; where it was first published is not recorded"
_FOLEIS = (
    "Foleis & Tavares. Texture selection for automatic music genre classification. Applied Soft Computing 89, 2020"
)
_KROHER = "Kroher, Manangu & Pikrakis. Towards training music taggers on synthetic data. CBMI 2024, arXiv:2407.02156"
_FAVORY = (
    "Favory, Drossos, Virtanen & Serra. Learning contextual tag embeddings for cross-modal alignment of audio and "
    "tags. ICASSP 2021, arXiv:2010.14171"
)
_RANDOM_CNN = "Pons & Serra. Randomly weighted CNNs for (music) audio classification. ICASSP 2019, arXiv:1805.00237"
_MUSICNN = "Pons & Serra. musicnn: pre-trained convolutional neural networks for music audio tagging. arXiv:1909.06654"
_SAMPLE_CNN = (
    "Lee, Park, Kim & Nam. SampleCNN: end-to-end deep convolutional neural networks using very small filters for music "
    "classification. Applied Sciences 8(1), 2018"
)
_PRICOP = (
    "Pricop. Enhancing our lives through music: genre classification and generation. Bachelor's thesis, Alexandru Ioan "
    "Cuza University, Iasi, 2023"
)


@dataclass(frozen=True)
class Published:
    """An accuracy that somebody published for GTZAN, as a share of 0 to 1.

    ``name`` is what the source calls it. ``sd`` is the deviation over folds, no interval; ``n_tracks`` how many
    tracks were tested, or of how many segments a random part was; ``words`` what to know before believing it.
    """

    name: str
    title: str
    accuracy: float
    protocol: str
    source: str
    citation: str
    words: str
    n_tracks: int
    sd: float | None = None
    log_loss: float | None = None


@dataclass(frozen=True)
class Ceiling:
    """How far a model of GTZAN can be expected to get: a line through a list, no entry of it."""

    accuracy: float
    title: str
    words: str
    source: str
    citation: str


def _kroher(name: str, title: str, accuracy: float, sd: float, loss: float) -> Published:
    words = f"mean and deviation over the three folds; {NO_TEST_SET}"
    return Published(
        name, title, accuracy, "artist-folds", "Kroher et al. 2024", _KROHER, words, 948, sd=sd, log_loss=loss
    )


def _foleis(name: str, title: str, accuracy: float) -> Published:
    words = "mean over the three folds"
    return Published(name, title, accuracy, "artist-folds", "Foleis & Tavares 2020", _FOLEIS, words, 948)


def _filtered(name: str, title: str, accuracy: float, source: str, citation: str, words: str = "") -> Published:
    return Published(name, title, accuracy, "fault-filtered", source, citation, words or "one split", 290)


def _favory(name: str, title: str, accuracy: float) -> Published:
    words = "hidden layer of 256 on standardised embeddings; mean of 10 repetitions"
    return _filtered(name, title, accuracy, "Favory et al. 2021", _FAVORY, words)


def _pricop(name: str, title: str, accuracy: float) -> Published:
    words = "leaky: one random split of the 3 s segments of all GTZAN, pieces of a song in training and test"
    return Published(name, title, accuracy, "leaky-segments", "Pricop 2023", _PRICOP, words, N_SEGMENTS)


PUBLISHED: tuple[Published, ...] = (
    _kroher("E2E-real", "CNN from scratch on real clips", 0.467, 0.052, 1.61),
    _kroher("E2E-add", "CNN on real and synthetic clips", 0.473, 0.046, 1.74),
    _kroher("E2E-DA", "CNN with domain adaptation", 0.476, 0.060, 1.54),
    _kroher("TL", "CNN on synthetic clips, head on real ones", 0.526, 0.033, 1.40),
    _kroher("FT", "CNN on synthetic clips, tuned on real ones", 0.548, 0.062, 1.39),
    _foleis("random forest, 34 features", "Random forest, 34 features", 0.458),
    _foleis("SVM, same features", "SVM, the same 34 features", 0.520),
    _foleis("CNN 2.4 M parameters", "CNN of 2.4 M parameters", 0.54),
    _filtered("small CNN from scratch", "Small CNN from scratch", 0.431, "not recorded", _NO_SOURCE),
    _filtered("MFCC + SVM", "MFCC + SVM", 0.534, "Pons & Serra 2019", _RANDOM_CNN),
    _filtered("MTT_musicnn + SVM", "MTT musicnn + SVM", 0.714, "Pons & Serra 2019", _MUSICNN),
    _filtered("VGGish + SVM", "VGGish + SVM", 0.776, "Pons & Serra 2019", _MUSICNN),
    _filtered("MSD_musicnn + SVM", "MSD musicnn + SVM", 0.772, "Pons & Serra 2019", _MUSICNN),
    _filtered("MERT-95M reproduced", "MERT-95M, reproduced", 0.769, "not recorded", _NO_SOURCE),
    _filtered("PANNs CNN14 + MLP", "PANNs CNN14 + MLP", 0.817, "not recorded", _NO_SOURCE),
    _filtered("SampleCNN transfer", "SampleCNN, transferred", 0.821, "Lee et al. 2018", _SAMPLE_CNN),
    _favory("MFCCs", "MFCCs + MLP", 0.498),
    _favory("w2v-128-1h", "Tag embeddings w2v-128-1h + MLP", 0.613),
    _favory("w2v-1152-1h", "Tag embeddings w2v-1152-1h + MLP", 0.615),
    _favory("w2v-128-4h", "Tag embeddings w2v-128-4h + MLP", 0.596),
    _favory("w2v-1152-4h", "Tag embeddings w2v-1152-4h + MLP", 0.634),
    _favory("w2v-128-mean", "Tag embeddings w2v-128-mean + MLP", 0.604),
    _favory("w2v-1152-mean", "Tag embeddings w2v-1152-mean + MLP", 0.607),
    _favory("COALA", "COALA + MLP", 0.607),
    _pricop("KNN k=1", "Nearest neighbour, k=1", 0.92),
    _pricop("SVM rbf C=100 gamma=1", "SVM, rbf, C=100, gamma=1", 0.91),
    _pricop("Random Forest 200", "Random forest of 200", 0.87),
    _pricop("Logistic Regression", "Logistic regression", 0.72),
    _pricop("Naive Bayes", "Naive Bayes", 0.50),
    _pricop("XGBoost 200 depth 7 lr 0.1", "XGBoost, 200 trees of depth 7", 0.87),
    _pricop("Voting", "Voting", 0.88),
    _pricop("Stacking", "Stacking", 0.92),
    _pricop("5-block dense, 50 epochs", "Dense network of five blocks", 0.89),
    _pricop("3-block CNN", "CNN of three blocks on mel images", 0.70),
    _pricop("ResNetV2", "ResNetV2 on mel images", 0.70),
    _pricop("MobileNetV2", "MobileNetV2 on mel images", 0.76),
)
CEILINGS: tuple[Ceiling, ...] = (
    Ceiling(
        0.945,
        "GTZAN's wrong labels",
        "A near-perfect system would not agree with more of GTZAN, because some of its labels are wrong.",
        "Sturm 2013",
        "Sturm. The GTZAN dataset: its contents, its faults, their effects on evaluation, and its future use. 2013, "
        "arXiv:1306.1461",
    ),
    Ceiling(
        0.70,
        "people, other clips",
        "What people reach on a task of ten genres, with other clips than these.",
        "Dong 2018",
        "Dong. Convolutional neural network achieves human-level accuracy in music genre classification. 2018, "
        "arXiv:1802.09697",
    ),
)
