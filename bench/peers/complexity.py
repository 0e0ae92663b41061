"""Complexity of a csv year,loc,prod,val with py-ecomplexity, for the benchmark.

usage: complexity.py stock|fixed INPUT OUTPUT

stock is the package as it is on PyPI. fixed changes the two steps that take most of
its time: M is a matrix of doubles, so that its products go through BLAS, and the
eigenvector comes from the symmetric problem on the side of the economies. The check of
log-supermodularity, which is none of the indices, is off in both.

OUTPUT gets the ECI of each economy, OUTPUT.pairs the indices of every pair, and
OUTPUT.times the seconds of each step: imports, reading, the call of the package, writing
ECI, writing pairs.
"""

import sys
import time

begin = time.perf_counter()

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity
from ecomplexity.ComplexityData import ComplexityData


def small_symmetric_eigenproblem(data):
    """The eigenvector of M~pp from D_k^-1/2 M D_u^-1 M' D_k^-1/2."""
    m, k, u = data.mcp_t, data.diversity_t, data.ubiquity_t
    scaled = m / np.sqrt(k)[:, np.newaxis] / np.sqrt(u)[np.newaxis, :]
    values, vectors = np.linalg.eigh(scaled @ scaled.T)
    kc = vectors[:, -2] / np.sqrt(k)
    kp = (m / u[np.newaxis, :]).T @ kc
    norm = np.linalg.norm(kp)
    kc, kp = values[-2] * kc / norm, kp / norm
    sign = np.sign(np.corrcoef(k, kc)[0, 1])
    return sign * kc, sign * kp


def fix():
    calculate_mcp = ComplexityData.calculate_mcp

    def in_doubles(self, *args, **kwargs):
        calculate_mcp(self, *args, **kwargs)
        self.mcp_t = self.mcp_t.astype(float)

    ComplexityData.calculate_mcp = in_doubles
    sys.modules["ecomplexity.ecomplexity"].calc_eci_pci = small_symmetric_eigenproblem


def main():
    variant, source, target = sys.argv[1:]
    if variant == "fixed":
        fix()
    marks = [begin, time.perf_counter()]
    data = pd.read_csv(source, dtype={"prod": str, "loc": str})
    marks.append(time.perf_counter())
    columns = {"time": "year", "loc": "loc", "prod": "prod", "val": "val"}
    result = ecomplexity(data, columns, check_logsupermodularity=False, verbose=False)
    marks.append(time.perf_counter())
    result[["year", "loc", "eci"]].drop_duplicates().to_csv(target, index=False, float_format="%.17g")
    marks.append(time.perf_counter())
    pairs = ["year", "loc", "prod", "rca", "mcp", "density", "cog"]
    result[pairs].to_csv(target + ".pairs", index=False)
    marks.append(time.perf_counter())
    with open(target + ".times", "w") as times:
        print(*np.diff(marks), file=times)


if __name__ == "__main__":
    main()
