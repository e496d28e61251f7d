"""Splink on the same tables, in CPU time and memory of this process: one table a process."""

import logging
import resource
import sys
import time

import pandas as pd
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

logging.disable(logging.WARNING)


def historical():
    """The model that Splink's documentation publishes for the 50,000 historical figures."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            cl.ForenameSurnameComparison(
                "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
    )
    certain = [
        block_on("first_name", "surname", "dob"),
        block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
        block_on("dob", "postcode_fake"),
    ]
    return settings, certain, [block_on("first_name", "surname"), block_on("dob")]


def febrl():
    """Splink's documentation on Febrl 3, in the same way."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rec_id",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds("date_of_birth", [1]),
            cl.LevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name"),
            block_on("surname"),
            block_on("date_of_birth"),
            block_on("postcode"),
        ],
    )
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    return settings, certain, [block_on("date_of_birth"), block_on("postcode")]


MODELS = {"historical": historical, "febrl": febrl}


def pairs(labels):
    sizes = labels.value_counts()
    return int((sizes * (sizes - 1) // 2).sum())


def f1(found, truth):
    both = pairs(found.astype(str) + "/" + truth.astype(str))
    precision = both / max(pairs(found), 1)
    recall = both / max(pairs(truth), 1)
    return 2 * precision * recall / max(precision + recall, 1e-12), precision, recall


def main():
    name, path = sys.argv[1:3]
    table = pd.read_csv(path, dtype=str, skipinitialspace=True)
    table.columns = [column.strip() for column in table.columns]
    started = time.process_time()
    settings, certain, sessions = MODELS[name]()
    unique = settings.unique_id_column_name
    if name == "historical":
        table["first_name_surname_concat"] = table["first_name"] + " " + table["surname"]
    linker = Linker(DuckDBAPI().register(table.drop(columns=["cluster"])), settings)
    train = linker.training
    train.estimate_probability_two_random_records_match(certain, recall=0.6)
    train.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in sessions:
        train.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    spent = time.process_time() - started
    brought = linker.inference.predict(threshold_match_weight=-1000)
    truth = table.set_index(unique)["cluster"]
    edges = brought.as_pandas_dataframe()
    same = truth.loc[edges[f"{unique}_l"]].values == truth.loc[edges[f"{unique}_r"]].values
    recall_of_blocking = same.sum() / pairs(truth)
    best, at, clustering = (0, 0, 0), None, 0.0
    for threshold in [0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999, 0.99999]:
        started = time.process_time()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        clusters = clusters.as_pandas_dataframe().set_index(unique)["cluster_id"]
        clustering = max(clustering, time.process_time() - started)
        best, at = max((best, at), (f1(clusters.loc[truth.index], truth), threshold))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"splink  records {len(table)}  pairs {len(edges)}  blocking recall {recall_of_blocking:.4f}"
        f"  F1 {best[0]:.4f} (precision {best[1]:.4f}, recall {best[2]:.4f}, at {at})"
        f"  CPU s {spent + clustering:.1f}  MB {memory:.0f}"
    )


main()
