"""`stonesoup_tracker.py < plots.csv > tracks.csv`: follows vessels with Stone Soup.

Plots are lines of time, x and y; tracks one line of time, x and y for each track after each scan.
The tracker is that of Stone Soup's tutorials: Kalman filters of constant velocity, Mahalanobis
distance, global nearest neighbour by two-dimensional assignment, an initiator that wants several
plots, and a deleter after three scans without one. CPU milliseconds a scan go to standard error.
"""

import datetime
import sys
import time

import numpy as np
from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
from stonesoup.deleter.time import UpdateTimeStepsDeleter
from stonesoup.hypothesiser.distance import DistanceHypothesiser
from stonesoup.initiator.simple import MultiMeasurementInitiator
from stonesoup.measures import Mahalanobis
from stonesoup.models.measurement.linear import LinearGaussian
from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
from stonesoup.predictor.kalman import KalmanPredictor
from stonesoup.types.detection import Detection
from stonesoup.types.state import GaussianState
from stonesoup.updater.kalman import KalmanUpdater

NOISE, SPEED, MANOEUVRE, MIN_POINTS = 50.0, 8.0, 0.01, 4

motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(MANOEUVRE)] * 2)
sensor = LinearGaussian(ndim_state=4, mapping=(0, 2), noise_covar=np.diag([NOISE**2] * 2))
predictor, updater = KalmanPredictor(motion), KalmanUpdater(sensor)
hypothesiser = DistanceHypothesiser(predictor, updater, Mahalanobis(), missed_distance=3.7)
associator = GNNWith2DAssignment(hypothesiser)
deleter = UpdateTimeStepsDeleter(time_steps_since_update=3)
initiator = MultiMeasurementInitiator(
    prior_state=GaussianState([[0], [0], [0], [0]], np.diag([0, SPEED**2, 0, SPEED**2])),
    measurement_model=sensor,
    deleter=deleter,
    data_associator=associator,
    updater=updater,
    min_points=MIN_POINTS,
)

scans = {}
for line in sys.stdin:
    if line[0].isdigit():
        at, x, y = map(float, line.split(","))
        scans.setdefault(at, []).append((x, y))

began, tracks = datetime.datetime(2026, 1, 1), set()
start = time.process_time()
for at in sorted(scans):
    now = began + datetime.timedelta(seconds=at)
    plots = {Detection([[x], [y]], timestamp=now, measurement_model=sensor) for x, y in scans[at]}
    found, used = associator.associate(tracks, plots, now), set()
    for track, hypothesis in found.items():
        if hypothesis:
            track.append(updater.update(hypothesis))
            used.add(hypothesis.measurement)
        else:
            track.append(hypothesis.prediction)
    tracks -= deleter.delete_tracks(tracks)
    tracks |= initiator.initiate(plots - used, now)
    for track in tracks:
        print(f"{at},{float(track.state_vector[0])},{float(track.state_vector[2])}")
spent = (time.process_time() - start) * 1000 / max(len(scans), 1)
print(f"Stone Soup: {spent:.1f} CPU ms a scan", file=sys.stderr)
